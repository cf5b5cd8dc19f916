"""One story over eleven weeks: what the board does in the admin, and what a tenant reads on the same day."""

import pytest

from dossiers.rules.phases import Phase

from ..editors import make_editor
from ..factories import make_dossier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOSSIER = "/dossiers/k27-001-wassen-in-de-kelder/"


class Board:
    """A board member at work in a window of their own; logs in anew every day."""

    def __init__(self, page):
        self.page = page

    def open_dossier(self):
        self.page.context.clear_cookies()
        self.page.goto("/beheer/")
        self.page.get_by_label("Gebruikersnaam").fill("sam")
        self.page.get_by_label("Wachtwoord").fill("een lang wachtwoord")
        self.page.keyboard.press("Enter")
        self.page.get_by_role("link", name="Dossiers").first.click()
        self.page.get_by_role("link", name="K27-001").click()

    def start(self, kind):
        """Add an entry of a kind that nothing was waiting for."""
        self.open_dossier()
        self.page.get_by_text("Bericht toevoegen", exact=True).click()
        self.page.locator(".timeline").get_by_role("link", name=kind).click()

    def follow_up(self, words):
        """Press the button that stands beside what waits for a response."""
        self.open_dossier()
        self.page.get_by_role("link", name=words).click()

    def fill(self, **answers):
        for name, value in answers.items():
            field = self.page.locator(f"#id_{name}")
            tag = field.evaluate("field => field.tagName")
            if tag == "SELECT":
                field.select_option(label=value)
            elif tag == "DIV":
                field.get_by_label(value).check()
            else:
                field.fill(value)

    def fill_rows(self, *rows):
        """Fill in the rows of points, in their order on the page, by the label of each field."""
        for place, row in enumerate(rows):
            for label, value in row.items():
                field = self.page.locator(".points").get_by_label(label, exact=True).nth(place)
                if field.evaluate("field => field.tagName") == "SELECT":
                    field.select_option(label=value)
                else:
                    field.fill(value)

    def publish(self):
        self.page.get_by_label("Nu openbaar").check()
        self.save()

    def save(self):
        self.page.get_by_role("button", name="Opslaan", exact=True).click()
        self.page.get_by_text("is opgeslagen").wait_for()


class Tenant:
    """A tenant who opens the dossier again."""

    def __init__(self, page):
        self.page = page

    def look(self):
        self.page.goto(DOSSIER)
        return self

    @property
    def sentences(self):
        """Now, soon and you, as far as they are there."""
        return [" ".join(each.split()) for each in self.page.locator("dl.now dd").all_inner_texts()]

    def texts(self, selector):
        return [" ".join(each.split()) for each in self.page.locator(selector).all_inner_texts()]

    @property
    def terms(self):
        return self.texts(".terms li > span:first-child")

    @property
    def inspraak(self):
        return " ".join(self.page.locator(".label div", has_text="Inspraakmoment").locator("dd").inner_text().split())

    @property
    def replies(self):
        return self.texts(".answer .reply")


NOT_NOW = "Je kunt nu niet reageren. Zet dit dossier in je agenda of lees mee."


def test_from_the_request_to_the_result(open_window, at, assert_accessible):
    make_editor("sam")
    make_dossier("K27-001", title="Wassen in de kelder", phase=Phase.TALKS)
    board, tenant = Board(open_window(timezone_id="Europe/Amsterdam")), Tenant(open_window())

    # The landlord asks for advice.
    at(2027, 3, 1, 10)
    board.start("Adviesaanvraag")
    board.fill(title="DUWO wil de wasprijs verhogen", starts_on="01-03-2027", due_on="12-04-2027", right="Advies")
    board.publish()
    tenant.look()
    assert tenant.sentences == ["Wij schrijven ons advies, uiterlijk 12 april", NOT_NOW]
    assert tenant.terms == ["Wij geven DUWO uiterlijk op 12 april ons advies."]

    # Tenants are asked.
    at(2027, 3, 8, 10)
    board.start("Inspraakmoment")
    board.fill(
        title="Wat is een wasbeurt waard?",
        question="Wat wil je voor een wasbeurt betalen?",
        react_mail="was@voorbeeld.example",
        starts_on="08-03-2027",
        ends_on="21-03-2027",
        due_on="16-04-2027",
    )
    board.publish()
    tenant.look()
    assert tenant.sentences[0] == "Wij verzamelen t/m 21 maart wat huurders vinden"
    assert tenant.sentences[1].startswith("Je kunt reageren t/m 21 maart (nog 13 dagen)")
    assert tenant.texts(".round h2") == ["Wat wil je voor een wasbeurt betalen?"]
    mail = tenant.page.get_by_role("link", name="Mail je reactie").get_attribute("href")
    assert mail.startswith("mailto:was@voorbeeld.example?subject=K27-001")
    assert tenant.inspraak == "Open t/m 21 maart 2027"

    # The last minute, and the first one after it.
    at(2027, 3, 21, 23, 59, 59)
    assert "vandaag is de laatste dag" in tenant.look().sentences[1]
    at(2027, 3, 22, 0, 0, 1)
    tenant.look()
    assert tenant.sentences == ["Wij schrijven ons advies, uiterlijk 12 april", NOT_NOW]
    assert tenant.texts(".round h2") == []
    assert "was@voorbeeld.example" not in tenant.page.inner_text("main")
    assert tenant.inspraak.startswith("Gesloten, terugkoppeling volgt")

    # Feedback with numbers and themes.
    at(2027, 3, 29, 10)
    board.follow_up("Terugkoppeling schrijven")
    board.fill(reactions_online="31", reactions_paper="4", reactions_meeting="12")
    board.fill_rows(
        {
            "Wat zeiden huurders?": "Twee euro is genoeg.",
            "Wat is ermee gedaan?": "Overgenomen",
            "Waarom?": "Dat is eerlijk.",
        },
        {
            "Wat zeiden huurders?": "Maak wassen gratis.",
            "Wat is ermee gedaan?": "Niet overgenomen",
            "Waarom?": "De machines kosten geld.",
        },
    )
    board.publish()
    tenant.look()
    assert tenant.inspraak.startswith("Geen")
    assert "Onze terugkoppeling kwam op tijd, op 29 maart." in tenant.terms
    tenant.page.get_by_role("link", name="Lees verder over Terugkoppeling").click()
    assert "Reacties samen 47" in tenant.texts("dl.facts div")
    assert tenant.replies == [
        "Dit deden wij ermee Overgenomen Dat is eerlijk.",
        "Dit deden wij ermee Niet overgenomen De machines kosten geld.",
    ]

    # The advice, in three points.
    at(2027, 4, 9, 10)
    board.follow_up("Advies vastleggen")
    board.fill(due_on="23-04-2027")
    wishes = ["Vraag hoogstens twee euro.", "Laat ons per maand betalen.", "Maak kapotte machines binnen een week."]
    board.fill_rows(*({"Punt:": wish} for wish in wishes))
    board.publish()
    tenant.look()
    assert tenant.sentences[0] == "Wij wachten op het antwoord van DUWO, uiterlijk 23 april"
    assert tenant.texts(".answer .ask h3") == wishes
    assert tenant.replies == ["Antwoord van DUWO Nog geen antwoord"] * 3
    assert tenant.terms[0] == "Ons advies kwam op tijd, op 9 april."

    # The landlord is late.
    at(2027, 4, 23, 23, 59, 59)
    assert tenant.look().sentences[0] == "Wij wachten op het antwoord van DUWO, uiterlijk 23 april"
    at(2027, 4, 24, 0, 0, 1)
    assert tenant.look().sentences[0] == "Het antwoord van DUWO is 1 dag te laat"
    at(2027, 4, 26, 10)
    tenant.look()
    assert tenant.sentences == ["Het antwoord van DUWO is 3 dagen te laat", NOT_NOW]
    assert "Het antwoord van DUWO is 3 dagen te laat. Het had er uiterlijk op 23 april moeten zijn." in tenant.terms

    # The answer, point by point.
    at(2027, 5, 3, 10)
    board.follow_up("Antwoord vastleggen")
    board.fill_rows(
        {"Antwoord:": "Overgenomen", "Reden (mag leeg):": "Dat is eerlijk."},
        {"Antwoord:": "Niet overgenomen", "Reden (mag leeg):": "De kassa kan dat niet."},
    )
    board.publish()
    tenant.look()
    assert tenant.replies == [
        "Antwoord van DUWO Overgenomen Dat is eerlijk.",
        "Antwoord van DUWO Niet overgenomen De kassa kan dat niet.",
        "Antwoord van DUWO Nog geen antwoord",
    ]
    assert "DUWO heeft dit advies deels overgenomen. Op punt 3 is geen antwoord." in tenant.texts(".answer header p")
    assert "DUWO had tot en met 23 april. Het antwoord kwam op 3 mei, 10 dagen te laat." in tenant.terms
    assert_accessible(tenant.page)

    # The decision.
    at(2027, 5, 10, 10)
    board.start("Besluit")
    board.fill(title="De was kost twee euro", starts_on="10-05-2027")
    board.fill(responds_to="4. Advies: Advies: DUWO wil de wasprijs verhogen")
    board.publish()
    tenant.look()
    assert tenant.sentences[0].startswith("Fase Overleg")
    assert tenant.texts(".timeline h3")[0] == "De was kost twee euro"

    # Finished, with the result.
    at(2027, 5, 17, 10)
    board.open_dossier()
    board.fill(phase="Afgerond", closed_on="17-05-2027", result="Een wasbeurt kost twee euro.")
    board.save()
    tenant.look()
    assert tenant.sentences[0] == "Afgerond op 17 mei: Een wasbeurt kost twee euro."
    assert tenant.sentences[1].startswith("Je hoeft niets te doen. Vraag? Mail ons.")
