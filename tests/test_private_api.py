"""A name that begins with an underscore belongs to who wrote it: what others keep private may change any day."""

import ast
from importlib import import_module
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("dossiers", "wijwonen")
DOCUMENTED = {"_meta", "_base_manager", "_open", "_save", "_replace"}  # by Django, and by Python for named tuples
MOST = 5
# "file: name" of what is used all the same. The reason and the version of Django stand there, at the line.
USED = []

TREES = {
    path.relative_to(ROOT): ast.parse(path.read_text())
    for package in OURS
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}


def is_private(name):
    return isinstance(name, str) and name.startswith("_") and not name.startswith("__") and len(name) > 1


def asked_names(tree):
    """Of attributes, as ``thing._name`` and as ``getattr(thing, "_name")``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("getattr", "setattr", "hasattr"):
            yield from (part.value for part in node.args if isinstance(part, ast.Constant))


def given_names(tree):
    """Of functions, classes, variables, and the attributes of one's own instance."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif not isinstance(getattr(node, "ctx", None), ast.Store):
            continue
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self":
            yield node.attr


def overridden_names(path, tree):
    """Of what a class gives a name that a class of others, from which it inherits, has too."""
    classes = {node.name: set(given_names(node)) for node in tree.body if isinstance(node, ast.ClassDef)}
    candidates = [name for name, given in classes.items() if any(map(is_private, given))]
    module = import_module(".".join(path.with_suffix("").parts)) if candidates else None
    for name in candidates:
        others = [base for base in getattr(module, name).__mro__ if not base.__module__.startswith(OURS)]
        yield from (given for given in classes[name] if any(given in vars(base) for base in others))


def test_no_private_name_of_others_is_used_that_the_list_does_not_give():
    own = set(chain.from_iterable(given_names(tree) for tree in TREES.values()))
    used = set()
    for path, tree in TREES.items():
        names = chain((name for name in asked_names(tree) if name not in own), overridden_names(path, tree))
        used |= {f"{path}: {name}" for name in names if is_private(name) and name not in DOCUMENTED}
    assert sorted(used) == USED
    assert len(USED) <= MOST
