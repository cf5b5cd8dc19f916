"""The keys of an editor: made with the link from a mail or when logged in, put off, taken away."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .. import clock
from ..accounts import passkeys, password_links
from ..admin_site.site import handle_write_refusal
from ..models import Editor
from ..rules.days import day_of
from ..wording import day_in_words

NOT_MADE = (
    "De sleutel is niet gemaakt: het duurde te lang, of je browser gaf een verkeerd antwoord. Probeer het nog eens."
)


@handle_write_refusal
@require_POST
@never_cache
def login_options(request):
    """What a browser has to sign to come in."""
    if not passkeys.are_offered(request):
        raise PermissionDenied
    return JsonResponse(passkeys.begin_login(request.session, clock.now()))


@handle_write_refusal
@require_POST
@never_cache
def link_options(request, uid, token):
    """What a browser needs to make a key with the link from a mail. That key replaces the others of its device too."""
    now = clock.now()
    editor = password_links.editor_for_link(uid, token, day_of(now))
    if editor is None or not passkeys.are_offered(request):
        raise PermissionDenied
    return JsonResponse(passkeys.begin_registration(request.session, editor, now))


@require_POST
def own_options(request):
    if not passkeys.are_offered(request):
        raise PermissionDenied
    known = passkeys.of_editor(request.user)
    return JsonResponse(passkeys.begin_registration(request.session, request.user, clock.now(), known=known))


@require_http_methods(["GET", "HEAD", "POST"])
def own_keys(request):
    """List one's keys, and make another one by POST."""
    now = clock.now()
    if request.method == "POST":
        try:
            passkeys.register(request.session, request.user, request.POST.get("key", ""), now)
        except passkeys.Refused:
            messages.error(request, NOT_MADE)
            return HttpResponseRedirect(f"{reverse('own_passkeys')}?{urlencode({'next': next_page(request)})}")
        log(request, "Sleutel gemaakt.")
        messages.success(request, "Je sleutel is gemaakt. Daarmee log je voortaan in.")
        return HttpResponseRedirect(next_page(request))
    context = admin.site.each_context(request) | {
        "title": "Je sleutels",
        "are_offered": passkeys.are_offered(request),
        "keys": passkeys.of_editor(request.user).order_by("created_at"),
        "is_asked": passkeys.shall_be_asked(request, request.user, day_of(now)),
        "again_on": day_of(now) + passkeys.PUT_OFF,
        "next": next_page(request),
    }
    return TemplateResponse(request, "admin/passkeys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, pk):
    """Take away a key, but not the last way in."""
    keys = passkeys.of_editor(request.user)
    key = keys.filter(pk=pk).first() if request.method == "POST" else None
    if key is None:
        return HttpResponseRedirect(reverse("own_passkeys"))
    if keys.count() == 1 and not request.user.has_usable_password():
        messages.warning(
            request, "Dit is je enige sleutel, en je hebt geen wachtwoord. Maak eerst een andere sleutel."
        )
        return HttpResponseRedirect(reverse("own_passkeys"))
    key.delete()
    log(request, "Sleutel weggehaald.")
    messages.success(request, "De sleutel werkt niet meer. Verwijder hem ook op je apparaat.")
    return HttpResponseRedirect(reverse("own_passkeys"))


@require_http_methods(["GET", "HEAD", "POST"])
def put_off(request):
    """Ask again in a week."""
    day = clock.today()
    if request.method != "POST" or not passkeys.shall_be_asked(request, request.user, day):
        return HttpResponseRedirect(reverse("own_passkeys"))
    request.user.passkey_put_off_until = day + passkeys.PUT_OFF
    request.user.save(update_fields=["passkey_put_off_until"])
    until = day_in_words(request.user.passkey_put_off_until)
    log(request, f"Sleutel maken uitgesteld tot {until}.")
    messages.info(request, f"Op {until} vragen we het weer.")
    return HttpResponseRedirect(next_page(request))


def next_page(request):
    """Where an editor was going when the question for a key came in between."""
    page = request.POST.get("next") or request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_here else reverse("admin:index")


def log(request, words):
    admin.site.get_model_admin(Editor).log_change(request, request.user, words)
