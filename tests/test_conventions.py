"""What holds for all code and documents, and what no linter looks at."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("dossiers/**/*.py"), *ROOT.glob("wijwonen/**/*.py")])
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md")
LONGEST_MODULE = 330  # lines
LONGEST_FUNCTION = 45  # lines
CHECKED_BY_MYPY = ("models/", "rules/", "search/", "story/", "clock.py", "fields.py", "text.py", "wording.py")


def functions(modules=MODULES):
    """Each function with where it stands."""
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def test_no_module_is_two_things():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}

    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_a_function_fits_on_a_screen():
    lengths = {where: node.end_lineno - node.lineno + 1 for where, node in functions()}

    assert {where: length for where, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def has_hints(function):
    arguments = (node for node in ast.walk(function.args) if isinstance(node, ast.arg))
    return function.returns is not None or any(argument.annotation for argument in arguments)


def test_functions_have_hints_only_where_mypy_checks_them():
    checked = tuple(f"dossiers/{name}" for name in CHECKED_BY_MYPY)
    everywhere = functions([*MODULES, *ROOT.glob("tests/**/*.py")])

    assert [where for where, node in everywhere if has_hints(node) and not where.startswith(checked)] == []


def test_the_guide_for_contributors_names_what_is_there():
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    named = re.findall(r"(?<![\w/])(?:dossiers|wijwonen|templates|tests|\.ci)/[\w/.]*\w/?", guide)

    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_documents_name_targets_of_make_that_are_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (document, target)
        for document in DOCUMENTS
        for target in re.findall(r"`make ([a-z-]+)", (ROOT / document).read_text())
    }

    assert ("README.md", "run") in named
    assert {pair for pair in named if pair[1] not in targets} == set()
