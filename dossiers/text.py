"""Text in another form: rich text as plain text, and one kind of line ends."""

import html
import re

from django.utils.html import strip_tags

# The tags between which a reader sees a break.
_BLOCK = re.compile(r"</?(?:p|h\d|ul|ol|li|blockquote|table|tr|td|th|br)\b")


def plain_text(rich: str) -> str:
    return " ".join(html.unescape(strip_tags(_BLOCK.sub(r" \g<0>", rich))).split())


def readable_lines(rich: str) -> list[str]:
    """One line a paragraph; list items with a dot, links with their address."""
    text = re.sub(r"\s+", " ", rich)
    text = re.sub(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", text)
    text = re.sub(r"<li\b[^>]*>(?:\s*<p>)?", "\n• ", text)
    text = re.sub(r"(<t[dh]\b[^>]*>)\s*<p>|</p>\s*(?=</t[dh]>)", r"\1", text)
    text = re.sub(r"</t[dh]>\s*(?=<t[dh]\b)", " | ", text)
    text = re.sub(r"</?(?:p|h\d|ul|ol|li|blockquote|table|tr|br)\b", r"\n\g<0>", text)
    lines = (" ".join(html.unescape(strip_tags(line)).split()) for line in text.split("\n"))
    return [line for line in lines if line and line != "•"]


def first_paragraph(rich: str) -> str:
    """The first one with words; everything when there is no <p>."""
    paragraphs = (plain_text(part) for part in re.findall(r"<p>(.*?)</p>", rich, flags=re.DOTALL))
    return next(filter(None, paragraphs), plain_text(rich))


def normalize_newlines(value):
    """Of a text: a browser sends the line ends of Windows, also when nothing was edited. Any other value is kept."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
