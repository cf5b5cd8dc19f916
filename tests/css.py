"""A style sheet as browsers read it that are older than what it is written in."""

import re


def without_nesting(css):
    """As Safari before 16.5 reads it: a rule within a rule is dropped, with all that follows up to a semicolon."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "".join(read_rules(css))


def read_rules(css):
    place = 0
    while match := re.compile(r"([^{};]*)([{;])").search(css, place):
        prelude, place = match[1].strip(), match.end()
        if match[2] == ";":
            yield f"{prelude};"
            continue
        end = closing_brace(css, place)
        inside, place = css[place:end], end + 1
        is_group = re.match(r"@(layer|media|supports)\b", prelude)
        yield f"{prelude} {{ {''.join(read_rules(inside)) if is_group else drop_rules(inside)} }}\n"


def drop_rules(declarations):
    kept, place = "", 0
    for part in re.finditer(r"[^;{]*(;|\{|\Z)", declarations):
        if part.start() < place:
            continue
        if part[1] != "{":
            kept += part[0]
            continue
        place = end_of_dropped(declarations, part.end())
    return kept


def end_of_dropped(declarations, place):
    """Behind the first semicolon that stands outside all braces."""
    place = closing_brace(declarations, place) + 1
    while place < len(declarations) and declarations[place] != ";":
        place = closing_brace(declarations, place + 1) + 1 if declarations[place] == "{" else place + 1
    return place + 1


def closing_brace(css, place):
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        place += 1
    return place - 1
