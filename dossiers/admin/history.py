"""Old versions: read in a list, or filled in again in the form."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse

from ..history.snapshots import edits, snapshots, versions_of
from .editing import redirect_to_index

VERSIONS_PER_PAGE = 20


def get_snapshot_or_404(row, pk):
    """What a version of a row holds. Raises Http404 for what is no version of it."""
    try:
        found = versions_of(row).filter(pk=pk).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404("Deze versie is er niet.")
    return snapshots(row, [found])[0]


def history_page(model_admin, request, object_id, can_restore):
    row = model_admin.get_object(request, unquote(object_id))
    if row is None:
        return redirect_to_index(model_admin, request, object_id)
    if not model_admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    versions = versions_of(row)
    page = Paginator(versions, VERSIONS_PER_PAGE).get_page(request.GET.get("pagina"))
    first = (page.number - 1) * VERSIONS_PER_PAGE
    page_versions = list(versions[first : first + VERSIONS_PER_PAGE + 1])
    earlier = page_versions.pop() if len(page_versions) > VERSIONS_PER_PAGE else None
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Geschiedenis",
        "subtitle": str(row),
        "original": row,
        "edits": edits(row, page_versions, earlier),
        "page": page,
        "can_restore": can_restore and model_admin.has_change_permission(request, row),
    }
    return TemplateResponse(request, "admin/dossiers/history.html", context)
