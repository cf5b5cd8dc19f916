"""Preview links of a page, for somebody without an account: made, listed and revoked; never deleted."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from .. import clock
from ..addresses.spelling import absolute
from ..admin_site.by_post import only_by_post
from ..forms.preview_link import PreviewLinkForm
from ..models import LinkState, PreviewLink
from ..rules.days import day_of
from ..wording import day_in_words
from .unsaved import gives_back, is_given_back


class PreviewLinksMixin:
    """The page with the links to what the admin shows; whoever may change that may show it to others."""

    def get_urls(self):
        links, revoke = self.preview_links_view, self.revoke_view
        return [
            path("<int:pk>/voorbeeldlinks/", self.admin_site.admin_view(links), name=self._url_name("preview_links")),
            path(
                "<int:pk>/voorbeeldlinks/<int:link>/intrekken/",
                self.admin_site.admin_view(revoke),
                name=self._url_name("revoke_preview_link"),
            ),
            *super().get_urls(),
        ]

    @gives_back
    def preview_links_view(self, request, pk):
        """List the links, and make another one by POST."""
        row = self._row(request, pk)
        if row is None:
            return self._back(request, row, messages.WARNING, "Deze bladzijde bestaat niet.")
        link = PreviewLink.to(row)
        form = PreviewLinkForm(request.POST if request.method == "POST" else None, instance=link)
        if form.is_valid() and not is_given_back(request):
            until = day_in_words(link.ends_on)
            with transaction.atomic():
                form.save()
                self.log_change(request, row, f"Voorbeeldlink gemaakt voor {link.label}, tot en met {until}.")
            return self._to_links(request, row, "De link is gemaakt. Kopieer het adres hieronder en stuur het op.")
        now = clock.now()
        links = [_line(each, now) for each in PreviewLink.objects.to(row)]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Voorbeeldlinks",
            "subtitle": str(row),
            "original": row,
            "form": form,
            "media": self.media + form.media,
            "can_share": can_share(row, now),
            "links": links,
            "back_url": self._url("change", row),
        }
        return TemplateResponse(request, "admin/dossiers/preview_links.html", context)

    @only_by_post("../../")
    def revoke_view(self, request, pk, link):
        """End a link at once. One that has ended stays as it is."""
        row = self._row(request, pk)
        found = row and PreviewLink.objects.to(row).filter(pk=link).first()
        if found is None:
            return self._back(request, row, messages.WARNING, "Deze link bestaat niet.")
        if found.revoked_at is None:
            with transaction.atomic():
                found.revoked_at = clock.now()
                found.save(update_fields=["revoked_at"])
                self.log_change(request, row, f"Voorbeeldlink voor {found.label} ingetrokken.")
        return self._to_links(request, row, f"De link voor {found.label} werkt niet meer.")

    def _to_links(self, request, row, said):
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(self._url("preview_links", row))


def can_share(row, now):
    """Whether a link made now would show the row."""
    return PreviewLink.to(row, ends_on=day_of(now)).state(now) is LinkState.WORKS


def _line(link, now):
    """A link as the list tells it."""
    state = link.state(now)
    return {
        "pk": link.pk,
        "label": link.label,
        "until": day_in_words(link.ends_on),
        "state": state.label,
        "works": state is LinkState.WORKS,
        "address": absolute(link.get_absolute_url()),
    }
