"""Text in another form: without what nobody can see, links without their wrapper, rich text as plain text."""

import base64
import html
import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.utils.html import strip_tags

# Format, control, private use, blank fillers and noncharacters. Left alone: signs of Arabic and Egyptian that are
# "format" and can be seen, letters newer than this list, and a null character, which forms refuse.
_INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e001f"
    "\U000e0080-\U000e00ff\U000e01f0-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000))
    + "]|(?<=[\u200c\u200d])[\u200c\u200d]+"
)
_PICTURE = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# The scripts from Arabic to Sinhala, Burmese, Khmer and Mongolian, the islands of Asia, Arabic's other forms, and what
# was added to Unicode later.
_JOINING = (
    "\u0600-\u0dff\u1000-\u109f\u1780-\u17ff\u1820-\u18af\u1a20-\u1c4f\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
_IDEOGRAM = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# What shapes the signs beside it: it stays where it does, and goes where it does not.
_SHAPING = re.compile(
    f"(?P<shapes>(?<=[{_PICTURE}])\u200d(?=[{_PICTURE}])|(?<=[{_PICTURE}]\ufe0f)\u200d(?=[{_PICTURE}])"
    f"|(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])"
    f"|(?<=[{_PICTURE}])[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)"
    f"|(?<=[{_IDEOGRAM}])[\U000e0100-\U000e01ef]|(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]"
    "|(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"  # the flag of Scotland
    "|[\u180b-\u180d\u180f\u200c\u200d\ufe0e\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
_HARD_SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_ODD_LINE_END = re.compile("[\v\f\x85\u2028\u2029]")
_ENCODED = re.compile("(?:%[89A-F][0-9A-F])+", re.IGNORECASE)

# The tags between which a reader sees a break.
_BLOCK = re.compile(r"</?(?:p|h\d|ul|ol|li|blockquote|table|tr|td|th|br)\b")


# --- What nobody can see ----------------------------------------------------------------------------------


def strip_invisible(text: str) -> str:
    """In composed form (NFC) and with plain spaces. Line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", _ODD_LINE_END.sub("\n", _HARD_SPACE.sub(" ", text)))
    return unicodedata.normalize("NFC", _SHAPING.sub(lambda match: match["shapes"] or "", text))


def strip_invisible_line(text: str) -> str:
    """On one line, without blanks around it."""
    return re.sub(r"[\t\r\n]+", " ", strip_invisible(text)).strip()


def strip_invisible_address(text: str) -> str:
    """On one line; also without what is percent-encoded and nobody could see."""

    def whole(match):
        try:
            written = unquote(match[0], errors="strict")
        except UnicodeDecodeError:
            return match[0]
        seen = strip_invisible(written)
        return match[0] if len(seen) == len(unicodedata.normalize("NFC", written)) else quote(seen)

    return _ENCODED.sub(whole, strip_invisible_line(text))


# --- Personal wrappers of links ---------------------------------------------------------------------------

# What mail programs put around a link, with the address of who got the mail in it. Each wraps in its own manner.
_WRAPPED = re.compile(
    r"https?://(?:[\w-]+\.)*(?:safelinks\.protection\.(?:outlook\.com|office365\.us)"
    r"|(?:teams\.(?:cdn\.office\.net|microsoft\.com))(?=/[^\s\"<>]*safelinks)"
    r"|urldefense\.(?:com|us|proofpoint\.com)|mimecast(?:protect)?\.com(?=/s/|/[^\s\"<>]*url=)"
    r"|secure-web\.cisco\.com|linkprotect\.cudasvc\.com|clicktime\.symantec\.com|protection\.sophos\.com"
    r"|protect\.fireeye\.com|trendmicro\.com(?=(?::\d+)?/wis/))(?::\d+)?(?:[/?][^\s\"<>]*)?",
    re.IGNORECASE,
)
_URLDEFENSE = re.compile(r"/v3/__(?P<address>.+?)__;(?P<signs>[\w-]*)!", re.DOTALL)
_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unwrap_links(text: str) -> str:
    """Each wrapped link in a text as its writer gave it. One that cannot be read stays wrapped."""
    return _WRAPPED.sub(lambda match: unwrapped(match[0]) or match[0], text)


def unwrap_links_in_html(rich: str) -> str:
    return _WRAPPED.sub(lambda match: html.escape(unwrapped(html.unescape(match[0]))) or match[0], rich)


def has_wrapped_link(text: str) -> bool:
    """Whether one is left of which only the mail program knows where it leads."""
    return any(not unwrapped(html.unescape(match[0])) for match in _WRAPPED.finditer(text))


def unwrapped(address: str) -> str:
    """The address inside, however often it was wrapped; empty when it cannot be read."""
    try:
        parts = urlsplit(address)
        inside = _unwrap_urldefense(address) if "urldefense" in parts.netloc.lower() else _unwrap_query(parts)
    except ValueError:
        return ""
    inside = strip_invisible_address(quote(inside, safe="%/:?#[]@!$&'()*+,;=~"))
    if not re.match("(?:https?://|mailto:).", inside, re.IGNORECASE):
        return ""
    return unwrapped(inside) if _WRAPPED.match(inside) else inside


def _unwrap_query(parts) -> str:
    query = parse_qs(parts.query)
    for name in ("url", "u", "a"):
        if name in query:
            return query[name][0]
    return unquote(parts.path.rpartition("/")[2])  # Cisco's


def _unwrap_urldefense(address: str) -> str:
    if (match := _URLDEFENSE.search(address)) is None:
        wrapped = parse_qs(urlsplit(address).query).get("u", [""])[0]
        return unquote(wrapped.translate(str.maketrans("-_", "%/")) if "/v2/" in address else wrapped)
    coded = match["signs"]
    signs = iter(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode())

    def original(hidden):
        length = _RUNS.index(hidden[1]) + 2 if hidden[1] else 1
        return "".join(next(signs, "") for _ in range(length))

    return re.sub(r"\*(?:\*(.))?", original, match["address"])


# --- Marks that carry meaning -----------------------------------------------------------------------------

_UNREAD_TAGS = {"s", "strike", "del"}
_UNREAD_STYLE = re.compile(
    r"line-through|display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LEVEL = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_MARKED = re.compile(r"<(?:s|strike|del|sup|sub)\b|<[^>]*\b(?:style|hidden)\b", re.IGNORECASE)


class _MeaningReader(HTMLParser):
    """Takes balanced HTML. ``written`` is the same without struck and hidden words, with ¹ and ₂ as letters."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self.open: list[
            tuple[str, bool, dict[int, int]]
        ] = []  # of each open tag: its name, whether its words are read, and how they are raised or lowered

    def handle_starttag(self, tag, attrs):
        style = dict(attrs).get("style") or ""
        _, is_read, letters = self.open[-1] if self.open else ("", True, {})
        if tag in _UNREAD_TAGS or _UNREAD_STYLE.search(style) or "hidden" in dict(attrs):
            is_read = False
        styled = _LEVEL.search(style)
        level = styled[1].lower() if styled else {"sup": "super", "sub": "sub"}.get(tag)
        if level:
            letters = _RAISED if level == "super" else _LOWERED
        self.write(self.get_starttag_text() or "", is_read)
        if tag not in ("br", "img", "hr", "col"):
            self.open.append((tag, is_read, letters))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        self.write(f"</{tag}>", not self.open or self.open[-1][1])

    def handle_data(self, data):
        _, is_read, letters = self.open[-1] if self.open else ("", True, {})
        self.write(data.translate(letters), is_read)

    def handle_entityref(self, name):
        self.write(f"&{name};", not self.open or self.open[-1][1])

    def write(self, piece, is_read):
        if is_read:
            self.written.append(piece)


def keep_meaning(balanced: str) -> str:
    """Without words that were struck through or hidden; figures above or below the line stay there, as letters."""
    if not _MARKED.search(balanced):
        return balanced
    reader = _MeaningReader()
    reader.feed(balanced)
    reader.close()
    return "".join(reader.written)


# --- Rich text as plain text ------------------------------------------------------------------------------


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
