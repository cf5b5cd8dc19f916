"""How many pairs of Dutch words search judges wrong."""

from collections import Counter

from ..search.pairs import held_back


def print_words():
    print("\nPairs of words that no rule was made by: kin that is missed, what is joined without kin.")
    for name, pairs in _by_class(held_back()).items():
        print(f"{name:24}{_wrong(pairs, are_kin=True):>18}{_wrong(pairs, are_kin=False):>18}")
    print(f"{'all':24}{_wrong(held_back(), are_kin=True):>18}{_wrong(held_back(), are_kin=False):>18}")
    print(f"{'aim':24}{'at most 10.0 %':>18}{'at most 2.0 %':>18}")


def _by_class(pairs):
    return {name: [pair for pair in pairs if pair.group == name] for name in dict.fromkeys(p.group for p in pairs)}


def _wrong(pairs, are_kin):
    right = Counter(pair.is_right for pair in pairs if pair.are_kin == are_kin)
    return f"{right[False]} of {right.total()} {right[False] / right.total():>6.1%}"
