"""What a browser would post: the fields of a form on a page, with what they hold."""

import re
from html.parser import HTMLParser


def read_form(response, form_id):
    """The names and values of a form's fields, without its buttons and without the row that JavaScript copies."""
    return {
        name: value
        for name, value in parse_response(FormFields(form_id), response).values.items()
        if "__prefix__" not in name
    }


def visible_text(response):
    return " ".join(" ".join(parse_response(VisibleWords(), response).words).split())


def parse_response(parser, response):
    parser.feed(response.content.decode().replace("\0", "\ufffd"))  # as every browser does
    parser.close()
    return parser


class FormFields(HTMLParser):
    """The fields of one form. Nothing checks the HTML: that is done where pages are read, and this is read often."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.values = form_id, {}
        self.is_inside = False
        self.textarea = self.select = None

    def handle_starttag(self, tag, attrs):
        field = dict(attrs)
        name, kind = field.get("name"), field.get("type")
        if tag == "form":
            self.is_inside = field.get("id") == self.form_id
        elif not self.is_inside:
            return
        elif tag == "option" and self.select:
            if "selected" in field or self.select not in self.values:
                self.values[self.select] = field.get("value") or ""
        elif not name:
            return
        elif tag == "textarea":
            self.textarea, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "input" and kind in ("checkbox", "radio"):
            if "checked" in field:
                self.values[name] = field.get("value", "on")
        elif tag == "input" and kind not in ("submit", "file"):
            self.values[name] = field.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.textarea:
            self.values[self.textarea] = self.values[self.textarea].removeprefix("\n")
            self.textarea = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea] += data


class VisibleWords(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "template")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "template")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def without_banner(response):
    """The HTML of a preview without the two things that it says of itself, and with the addresses of the site."""
    html, banners = re.subn(r'<aside class="preview".*?</aside>\n', "", response.content.decode(), flags=re.DOTALL)
    html, robots = re.subn('<meta name="robots" content="noindex">', "", html)
    assert (banners, robots) == (1, 1)
    return re.sub(r'href="/(?:beheer/dossiers/\w+/\d+/voorbeeld|voorbeeld/[^/"]+)/', 'href="/', html)
