"""What a browser would post: the fields of a form on a page, with what they hold."""

import re

import html5lib

_XHTML = "{http://www.w3.org/1999/xhtml}"


def read_form(response, form_id):
    """The names and values of a form's fields, without its buttons and without the row that JavaScript copies."""
    document = html5lib.parse(response.content.decode())
    form = next(form for form in document.iter(f"{_XHTML}form") if form.get("id") == form_id)
    values = {}
    for field in form.iter():
        name = field.get("name")
        if not name or "__prefix__" in name:
            continue
        tag, kind = field.tag.removeprefix(_XHTML), field.get("type")
        if tag == "textarea":
            values[name] = "".join(field.itertext()).removeprefix("\n")
        elif tag == "select":
            options = list(field.iter(f"{_XHTML}option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            values[name] = chosen[0].get("value", "") if chosen else ""
        elif tag == "input" and kind in ("checkbox", "radio"):
            if field.get("checked") is not None:
                values[name] = field.get("value", "on")
        elif tag == "input" and kind not in ("submit", "file"):
            values[name] = field.get("value", "")
    return values


def visible_text(response):
    """The words of a page on one line, without scripts and styles."""
    document = html5lib.parse(response.content.decode())
    for parent in list(document.iter()):
        for child in list(parent):
            if child.tag in (f"{_XHTML}script", f"{_XHTML}style", f"{_XHTML}template"):
                parent.remove(child)
    return " ".join(" ".join(document.itertext()).split())


def without_banner(response):
    """The HTML of a preview without the two things that it says of itself."""
    html, banners = re.subn(r'<p class="preview" role="status">[^<]*</p>', "", response.content.decode())
    html, robots = re.subn('<meta name="robots" content="noindex">', "", html)
    assert (banners, robots) == (1, 1)
    return html
