"""Where in the admin something is written: the addresses of its forms."""

from django.urls import reverse
from django.utils.http import urlencode


def change_form_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def add_response_url(entry, kind):
    known = {"dossier": entry.dossier_id, "kind": kind, "responds_to": entry.pk}
    return f"{reverse('admin:dossiers_entry_add')}?{urlencode(known)}"
