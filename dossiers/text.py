"""What rich text says as plain text."""

import html
import re

from django.utils.html import strip_tags

# The tags between which a reader sees a break.
_BLOCK = re.compile(r"</?(?:p|h\d|ul|ol|li|blockquote|table|tr|td|th|br)\b")


def plain_text(rich: str) -> str:
    """The words of rich text on one line, without marks."""
    return " ".join(html.unescape(strip_tags(_BLOCK.sub(r" \g<0>", rich))).split())


def readable_lines(rich: str) -> list[str]:
    """Rich text as the paragraphs that a reader sees: a list with its dots, a link with its address."""
    text = re.sub(r"\s+", " ", rich)
    text = re.sub(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", text)
    text = re.sub(r"<li\b[^>]*>(?:\s*<p>)?", "\n• ", text)
    text = re.sub(r"(<t[dh]\b[^>]*>)\s*<p>|</p>\s*(?=</t[dh]>)", r"\1", text)
    text = re.sub(r"</t[dh]>\s*(?=<t[dh]\b)", " | ", text)
    text = re.sub(r"</?(?:p|h\d|ul|ol|li|blockquote|table|tr|br)\b", r"\n\g<0>", text)
    lines = (" ".join(html.unescape(strip_tags(line)).split()) for line in text.split("\n"))
    return [line for line in lines if line and line != "•"]


def first_paragraph(rich: str) -> str:
    """The plain text of the first paragraph that has words; of everything when there is no paragraph."""
    paragraphs = (plain_text(part) for part in re.findall(r"<p>(.*?)</p>", rich, flags=re.DOTALL))
    return next(filter(None, paragraphs), plain_text(rich))
