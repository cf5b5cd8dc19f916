"""What stands in an address, as ``path`` reads and ``reverse`` writes it. Any case is read."""

from django.urls.converters import StringConverter


class Code:
    """The code of a dossier: K16-006 in the code of the site, k16-006 in an address."""

    regex = "[A-Za-z]{1,2}[0-9]{2}-[0-9]{3}"

    def to_python(self, value):
        return value.upper()

    def to_url(self, value):
        return value.lower()


class Number:
    """The number of an entry or an attachment. More digits than nine are no number of ours."""

    regex = "[0-9]{1,9}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


class TitleSlug:
    """The words of a title behind a code or a number, with the hyphen between them. Decoration, and often absent."""

    regex = "(?:-[^/]*)?"

    def to_python(self, value):
        return value.removeprefix("-")

    def to_url(self, value):
        return f"-{value}" if value else ""


class SignedToken(StringConverter):
    """The token of a preview link with its signature."""

    regex = "[A-Za-z0-9_.-]{1,200}"


class FeedFormat(StringConverter):
    """The format of a feed, a key of ``syndication.feeds.FEED_FORMATS``."""

    regex = "atom|rss"
