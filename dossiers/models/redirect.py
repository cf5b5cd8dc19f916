import re
from urllib.parse import parse_qsl, unquote, urlencode

from django.core.validators import RegexValidator
from django.db import models

from ..fields import Address
from ..text import strip_invisible

SURROUNDING_PUNCTUATION = (
    " \t\r\n\u00a0.,;:!?([{<)]}>*_=|~'\"`´‘’‚“”„«»‹›…\\"  # what stands around an address in running text
)
_TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|_hs).*|mc_[ce]id|(?:[gd]|ms|fb|y|tt|tw|[gw]br)clk?id|igshid|mkt_tok", re.IGNORECASE
)


def normalize_address(address: str) -> str:
    """The form in which an old address is stored and looked up.

    Ignores case, extra slashes, the order of the query, tracking parameters and closing punctuation.
    ``address`` is a path with or without a query, percent-encoded or not.
    """
    path, _, query = address.partition("?")
    path = re.sub("/+", "/", f"/{strip_invisible(unquote(path))}".lower())
    pairs = parse_qsl(re.sub("&(?:amp;)+", "&", query), keep_blank_values=True)
    parameters = sorted(
        (name, value.strip(SURROUNDING_PUNCTUATION)) for name, value in pairs if not _TRACKING.fullmatch(name)
    )
    return (path.rstrip("/") or "/") + (f"?{urlencode(parameters)}" if parameters else "")


class RedirectQuerySet(models.QuerySet):
    def target_of(self, address: str) -> str | None:
        """A redirect for the address with its query precedes one for the path alone."""
        whole, path = normalize_address(address), normalize_address(address.partition("?")[0])
        if "\0" in whole:  # PostgreSQL takes no such text
            return None
        targets = dict(self.filter(old_path__in={whole, path}).values_list("old_path", "target"))
        return targets.get(whole) or targets.get(path)


class Redirect(models.Model):
    """An address of the old site, and where it leads. It is tried only where this site has nothing.

    ``target`` is a path of this site that answers, or the address of another site; the form sees to that.
    """

    old_path = Address(
        "oud adres",
        max_length=500,
        unique=True,
        help_text="Zoals het op een poster of in een oude nieuwsbrief staat. Met of zonder de naam van de site.",
        error_messages={"unique": "Voor dit oude adres is er al een verwijzing."},
    )
    target = Address(
        "staat nu op",
        max_length=1000,
        validators=[
            RegexValidator(
                r"\A(?:/(?![/\\])|(?i:https?)://[^/\\])[^\s\\]*\Z",
                "Vul een adres op deze site in, zoals /k19-004. Of een heel adres dat met https:// begint.",
            )
        ],
        help_text="Een adres op deze site, zoals /k19-004. Wie het oude adres opent, komt daar uit.",
    )
    created_at = models.DateTimeField("gemaakt op", editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = "oud adres"
        verbose_name_plural = "oude adressen"

    def __str__(self):
        return self.old_path
