"""Two browsers in one form, and the pages that tell what changed."""

import pytest
from django.conf import settings
from reversion.models import Version

from dossiers.rules.kinds import Kind

from ..editors import Desk, make_editor
from ..factories import make_attachment, make_dossier, make_entry, make_point

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_desk(open_window, live_server, at):
    at(2027, 6, 10, 12)

    def open_desk(name):
        window = open_window(timezone_id="Europe/Amsterdam")
        session = Desk(make_editor(name.lower(), first_name=name)).cookies[settings.SESSION_COOKIE_NAME].value
        window.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return window

    return open_desk


def test_the_second_of_two_browsers_is_told_and_keeps_what_was_typed(open_desk, assert_accessible):
    dossier = make_dossier("K27-001", title="Kluisjes in de hal", published_at=None)
    advice = make_entry(
        dossier, "Kluisjes voor iedereen", kind=Kind.ADVICE, published_at=None, body="<p>Oud</p><p>Blijft staan.</p>"
    )
    make_point(advice, 1, "Zet overal kluisjes.")
    make_attachment(dossier, "Plattegrond", entry=advice)
    sam, robin = open_desk("Sam"), open_desk("Robin")
    form = f"/beheer/dossiers/entry/{advice.pk}/change/"

    def save(window, **texts):
        for name, text in texts.items():
            window.locator(f"#id_{name.replace('__', '-')}").fill(text)
        window.get_by_role("button", name="Opslaan", exact=True).click()

    for window in (sam, robin):
        window.goto(form)
        window.get_by_role("button", name="Vet").wait_for()
    robin.get_by_role("textbox", name="Tekst").fill("Een heel nieuwe tekst van Robin.")
    save(robin, title="Kluisjes voor alle huurders", points__0__text="Zet in elke hal kluisjes.")
    robin.get_by_text("is opgeslagen").wait_for()
    save(sam, title="Kluisjes voor iedere student")
    sam.get_by_role("heading", name="Wat er veranderde terwijl jij bezig was").wait_for()
    sam.get_by_role("button", name="Vet").wait_for()
    notice = sam.locator(".notice").inner_text()
    assert "Robin sloeg dit op, 10 juni 2027 om 12:00 uur." in notice
    assert "Kluisjes voor alle huurders" in sam.locator(".sides").first.inner_text()
    assert sam.get_by_label("Titel", exact=False).first.input_value() == "Kluisjes voor iedere student"
    assert_accessible(sam)
    save(sam)
    sam.get_by_text("is opgeslagen").wait_for()
    advice.refresh_from_db()
    assert advice.title == "Kluisjes voor iedere student"
    sam.goto(f"/beheer/dossiers/entry/{advice.pk}/history/")
    assert "Robin" in sam.inner_text("#content")
    assert_accessible(sam)
    oldest = Version.objects.get_for_object(advice).last()
    sam.goto(f"{form}?versie={oldest.pk}")
    sam.get_by_role("heading", name="Je kijkt naar een oude versie").wait_for()
    sam.get_by_role("button", name="Vet").wait_for()
    assert_accessible(sam)
