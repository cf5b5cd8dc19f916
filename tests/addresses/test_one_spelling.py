"""Addresses are spelled in urls.py alone; all other code and every template asks for them by name."""

import ast
import re
from pathlib import Path

from django.urls import get_resolver

ROOT = Path(__file__).parent.parent.parent
# An address in an attribute or an argument of a tag, or behind the name of the site. K16-006 is an example for people.
IN_TEMPLATE = re.compile(r"""["']/[\w#?{"']|site_url *}}/(?!k16-006)""")
SPELLED_HERE = {"dossiers/urls.py", "wijwonen/urls.py"}


def words_of_addresses():
    """The fixed words in our addresses, such as "zoeken" and "agenda.ics"."""
    routes = [str(pattern.pattern) for pattern in get_resolver("dossiers.urls").url_patterns]
    words = {word for route in routes for word in re.sub("<[^>]*>", "/", route).split("/")}
    return {word for word in words if word.strip(".")} | {"beheer"}


def literal_addresses_in_python(source):
    """The lines of a module with an address on a line of its own; a sentence for people may name one."""
    word = "|".join(re.escape(each) for each in words_of_addresses())
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and re.search(rf"^/(?:{word})\S*$", str(node.value), re.MULTILINE):
            yield node.lineno


def literal_addresses_in_template(source):
    return [number for number, line in enumerate(source.splitlines(), 1) if IN_TEMPLATE.search(line)]


def found(paths, literal_addresses):
    return [
        f"{name}:{number}"
        for path in sorted(paths)
        if (name := str(path.relative_to(ROOT))) not in SPELLED_HERE
        for number in literal_addresses(path.read_text())
    ]


def test_no_template_spells_an_address():
    assert found(ROOT.glob("templates/**/*.*"), literal_addresses_in_template) == []


def test_no_module_spells_an_address():
    modules = [path for path in ROOT.glob("dossiers/**/*.py") if "migrations" not in path.parts]
    assert found(modules, literal_addresses_in_python) == []


def test_a_literal_address_is_found():
    for line in ('<a href="/zoeken/?{{ q }}">', "{% if canonical == '/' %}", "{{ site_url }}/agenda.ics"):
        assert literal_addresses_in_template(f"<p>\n{line}") == [2]
    for line in (
        'PATH = "/adviezen/"',
        'f"{site}/feed.{form}"',
        'f"/{code}/bijlage/{number}"',
        '"/beheer/"',
        'f"{site}/beheer/\\n"',
        'f"Beheer: {site}/beheer/\\n" f"Naam: {name}"',
    ):
        assert list(literal_addresses_in_python(f"\n{line}")) == [2], line


def test_a_text_for_people_may_name_an_address():
    assert literal_addresses_in_template("<p>Het staat op {{ site_url }}/k16-006.</p>") == []
    assert list(literal_addresses_in_python('help_text = "Vul een adres in, zoals /dossiers/ of /k19-004."')) == []
