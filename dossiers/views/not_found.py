import re
from urllib.parse import quote, urlencode

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from .. import clock
from ..addresses.resolving import DeadEnd, Gone, Page, decoded_path, match_public, redirect_chain
from ..addresses.spelling import repair_path
from ..models import Redirect
from ..search import query
from ..search.codes import code_in
from .canonical import redirect_with_query

PATH_WORD = re.compile(r"[^\W\d_]{3,}")
IGNORED_WORDS = {
    *("dossiers", "dossier", "bijlage", "nieuws", "pagina", "zoeken", "lees", "verder", "meer"),
    *("index", "html", "htm", "php", "aspx", "www", "pdf"),
}
MAX_WORDS = 6
MAX_LETTERS = 30  # of one word
MAX_HITS = 5


def show(request, exception=None):
    """Redirect an old or damaged address to its page; for any other a 404 that suggests pages."""
    if request.path.startswith(reverse("admin:index")):
        return render(request, "404.html", status=404)
    now = clock.now()
    if request.method in ("GET", "HEAD") and (hop := find_redirect(request, now)):
        return hop
    words = code_in(request.path) or " ".join(words_in_path(request.path))
    keys, question = find_pages(words, now)
    words = question.text if keys else words
    return render(
        request,
        "404.html",
        {
            "words": words,
            "search": words and urlencode({"q": words}),
            "hits": query.hits(keys, question.tokens),
        },
        status=404,
    )


def find_pages(words, now):
    """The keys of the pages with all the words, else with the longest, and the question that found them."""
    question = query.Question(words, now)
    keys = query.find(question, MAX_HITS)
    if keys or " " not in words:
        return keys, question
    question = query.Question(max(words.split(), key=len), now)
    return query.find(question, MAX_HITS), question


def find_redirect(request, now):
    """None when nothing can be read at any address that was meant; what is gone counts as readable."""
    if target := Redirect.objects.target_of(request.get_full_path()):
        url = reachable_url(target, now)
        return url and HttpResponsePermanentRedirect(url)
    repaired = repair_path(request.path)
    for path in dict.fromkeys([repaired, repaired.lower()]):
        if path != request.path.rstrip("/") and (url := reachable_url(quote(path), now)):
            return redirect_with_query(request, url)
    return None


def reachable_url(address, now):
    """Of what is gone without its slug, which may be the reason."""
    try:
        *_, end = redirect_chain(address, now, accept=(Page, Gone))
    except DeadEnd:
        return None
    return short_url(end.address) if isinstance(end.found, Gone) else end.address


def short_url(address):
    match = match_public(decoded_path(address))
    known = {name: match.kwargs[name] for name in ("code", "number") if name in match.kwargs}
    page = match.url_name.removeprefix("short_")
    return reverse({"entry": "short_entry", "attachment": "attachment"}.get(page, "short_dossier"), kwargs=known)


def words_in_path(path):
    """The words of the last part of a path that has any.

    Only for a path without a code: the words beside a code may be a title that is not public.
    """
    for part in reversed(path.split("/")):
        words = (word[:MAX_LETTERS].lower() for word in PATH_WORD.findall(part))
        if relevant := [word for word in dict.fromkeys(words) if word not in IGNORED_WORDS]:
            return relevant[:MAX_WORDS]
    return []
