"""One table: what each kind of entry is.

What a kind can and needs stands here, so that other modules ask the table and not ``if kind ==``. By name a kind
stands only in constraints of the database, the sentences on terms, and the import of the old site. The table is
checked when it is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models

from . import legal_terms
from .kind_checks import check_kinds


class Kind(models.TextChoices):
    NEWS = "news", "Nieuws"
    MEETING = "meeting", "Bijeenkomst"
    INSPRAAK = "inspraak", "Inspraakmoment"
    FEEDBACK = "feedback", "Terugkoppeling"
    REQUEST = "request", "Adviesaanvraag"
    ADVICE = "advice", "Advies"
    ANSWER = "answer", "Antwoord"
    DECISION = "decision", "Besluit"
    AGREEMENT = "agreement", "Overeenkomst"
    DOCUMENT = "document", "Document"


class Right(models.TextChoices):
    """Which right of the Overlegwet a request rests on. The board chooses it; it is never derived."""

    ADVICE = "advice", "Advies"
    CONSENT = "consent", "Instemming"
    INFORMATION = "information", "Informatie"
    CONSULTATION = "consultation", "Overleg"


# What a right means, in one line.
RIGHT_MEANING: dict[str, str] = {
    Right.ADVICE: "{landlord} vraagt ons eerst om advies en beslist daarna zelf.",
    Right.CONSENT: "{landlord} vraagt vooraf of wij het ermee eens zijn en wacht op ons ja.",
    Right.INFORMATION: "{landlord} vertelt ons wat er speelt, zodat wij kunnen meedenken.",
    Right.CONSULTATION: "Wij praten er samen over, voordat {landlord} iets beslist.",
}


class Outcome(models.TextChoices):
    FOLLOWED = "followed", "Overgenomen"
    PARTLY = "partly", "Deels overgenomen"
    NOT_FOLLOWED = "not_followed", "Niet overgenomen"
    NO_ANSWER = "no_answer", "Geen antwoord"


ANSWER_OUTCOMES = (Outcome.FOLLOWED, Outcome.PARTLY, Outcome.NOT_FOLLOWED)  # what a point that was answered has


@dataclass(frozen=True)
class KindSpec:
    """What one kind uses and how it names it. ``kind_checks.py`` says which of these need each other."""

    # --- For the editor
    purpose: str  # in one line: when to choose this kind
    guide_part: str = "bericht"  # the slug of the part of the guide that tells how to write one
    defaults_to_today: bool = False  # a new entry has today filled in
    has_been: bool = False  # its starts_on without a year is the last such day, not the next
    facts: tuple[str, ...] = ()  # the fields of Entry that it uses beside those that every entry has
    labels: dict[str, str] = field(default_factory=dict)  # its own words for a field

    # --- What it is
    is_meeting: bool = False  # people come together on its days
    is_round: bool = False  # its days are the span in which tenants have a say
    is_request: bool = False  # the landlord asks for our advice
    from_landlord: bool = False  # the landlord speaks: its name is added where the kind is shown
    has_points: bool = False  # numbered points, to be answered one by one
    has_themes: bool = False  # what tenants said and what was done with it
    answers_points: bool = False  # gives each point of the entry that it responds to an answer
    day_precision: bool = False  # a date of a month or a year is refused
    upcoming_until_over: bool = False  # stays among what is coming on the day itself

    # --- What it responds to
    responds_to: tuple[Kind, ...] = ()  # the kinds that it may respond to
    requires_response: bool = False  # makes no sense without an entry that it responds to
    one_response: bool = False  # an entry gets no second response of this kind
    target_words: str = ""  # lead on the page to what it responds to
    response_words: str = ""  # lead on the page from there to this entry
    requested_labels: tuple[str, str] | None = None  # that it responds to something, or came unasked

    # --- The response that it awaits
    awaits: Kind | None = None  # the kind whose first public response meets its due_on
    follow_up: str = ""  # the button that starts that response
    due_words: str = ""  # name its due_on in a calendar
    propose_due: Callable[[date], date] | None = None  # a due_on, from its last day
    due_reason: str = ""  # how that was reckoned
    due_requires_right: Right | None = None  # proposes only in response to a request with this right
    minimum_term: timedelta | None = None  # the shortest term that the law names


KINDS: dict[str, KindSpec] = {
    Kind.NEWS: KindSpec(
        purpose="Iets dat huurders moeten weten.",
        has_been=True,
        labels={"starts_on": "Datum"},
        defaults_to_today=True,
    ),
    Kind.MEETING: KindSpec(
        purpose="Een avond, overleg of workshop, geweest of gepland.",
        labels={
            "starts_on": "Dag",
            "ends_on": "Laatste dag",
            "begins_at": "Begint om",
            "ends_at": "Eindigt om",
        },
        facts=("ends_on", "begins_at", "ends_at", "place", "cancelled"),
        upcoming_until_over=True,
        is_meeting=True,
    ),
    Kind.INSPRAAK: KindSpec(
        purpose="Een ronde waarin huurders kunnen reageren, met een eerste en een laatste dag.",
        guide_part="inspraak",
        labels={
            "starts_on": "Open vanaf",
            "ends_on": "Open t/m",
            "due_on": "Terugkoppeling uiterlijk",
            "place": "Waar en wanneer reageren",
            "responds_to": "Hoort bij de adviesaanvraag",
        },
        facts=(
            "ends_on",
            "due_on",
            "question",
            "audience",
            "react_mail",
            "react_link",
            "place",
            "cancelled",
            "responds_to",
        ),
        responds_to=(Kind.REQUEST,),
        awaits=Kind.FEEDBACK,
        propose_due=legal_terms.proposed_feedback_day,
        due_reason=f"{legal_terms.term_in_words(legal_terms.FEEDBACK_TERM)} na de laatste dag",
        due_words="Laatste dag voor onze terugkoppeling",
        follow_up="Terugkoppeling schrijven",
        day_precision=True,
        is_round=True,
        target_words="Meepraten over",
        response_words="Inspraak hierover",
    ),
    Kind.FEEDBACK: KindSpec(
        purpose="Wat er met de reacties van huurders is gedaan.",
        has_been=True,
        guide_part="terugkoppeling",
        defaults_to_today=True,
        labels={"starts_on": "Datum", "responds_to": "Over het inspraakmoment"},
        facts=("responds_to", "reactions_online", "reactions_paper", "reactions_meeting"),
        has_themes=True,
        responds_to=(Kind.INSPRAAK,),
        requires_response=True,
        one_response=True,
        target_words="Dit deden wij met de reacties op",
        response_words="Hierop kwam de terugkoppeling",
    ),
    Kind.REQUEST: KindSpec(
        purpose="De verhuurder vraagt om advies of instemming.",
        has_been=True,
        guide_part="advies",
        labels={"starts_on": "Ontvangen op", "due_on": "Advies uiterlijk"},
        facts=("due_on", "right"),
        awaits=Kind.ADVICE,
        propose_due=legal_terms.proposed_advice_day,
        due_reason=f"{legal_terms.term_in_words(legal_terms.ADVICE_TERM)} na ontvangst",
        due_words="Laatste dag voor ons advies",
        minimum_term=legal_terms.ADVICE_TERM,
        is_request=True,
        follow_up="Advies vastleggen",
    ),
    Kind.ADVICE: KindSpec(
        purpose="Het advies van onze organisatie, gevraagd of ongevraagd.",
        has_been=True,
        guide_part="advies",
        labels={
            "starts_on": "Gegeven op",
            "due_on": "Antwoord uiterlijk",
            "responds_to": "Op de adviesaanvraag",
        },
        facts=("due_on", "joint_with", "responds_to"),
        has_points=True,
        responds_to=(Kind.REQUEST,),
        awaits=Kind.ANSWER,
        propose_due=legal_terms.proposed_answer_day,
        due_reason=f"{legal_terms.term_in_words(legal_terms.ANSWER_TERM)} na het advies",
        due_words="Laatste dag voor het antwoord van {landlord}",
        due_requires_right=Right.ADVICE,
        follow_up="Antwoord vastleggen",
        target_words="Advies op",
        response_words="Hierop kwam het advies",
        requested_labels=("Gevraagd", "Ongevraagd"),
    ),
    Kind.ANSWER: KindSpec(
        purpose="Wat de verhuurder op ons advies antwoordt.",
        has_been=True,
        guide_part="advies",
        labels={"starts_on": "Ontvangen op", "outcome": "Uitkomst", "responds_to": "Op het advies"},
        facts=("responds_to", "outcome"),
        responds_to=(Kind.ADVICE,),
        requires_response=True,
        from_landlord=True,
        answers_points=True,
        target_words="Antwoord op",
        response_words="Hierop kwam het antwoord",
    ),
    Kind.DECISION: KindSpec(
        purpose="Wat er besloten is.",
        has_been=True,
        labels={"starts_on": "Besloten op", "responds_to": "Na het antwoord of advies"},
        facts=("responds_to",),
        responds_to=(Kind.ANSWER, Kind.ADVICE),
        target_words="Besluit na",
        response_words="Hierna kwam het besluit",
    ),
    Kind.AGREEMENT: KindSpec(
        purpose="Een getekende overeenkomst of afspraak.",
        has_been=True,
        labels={"starts_on": "Getekend op"},
    ),
    Kind.DOCUMENT: KindSpec(
        purpose="Een stuk om te lezen, zoals een rapport of een lijst met vragen en antwoorden.",
        has_been=True,
        labels={"starts_on": "Datum van het document"},
    ),
}

check_kinds(KINDS)

# For queries.
ROUND_KINDS = [kind for kind, spec in KINDS.items() if spec.is_round]
MEETING_KINDS = [kind for kind, spec in KINDS.items() if spec.is_meeting]
POINTS_KINDS = [kind for kind, spec in KINDS.items() if spec.has_points]
THEMES_KINDS = [kind for kind, spec in KINDS.items() if spec.has_themes]
ANSWERING_KINDS = [kind for kind, spec in KINDS.items() if spec.answers_points]
AWAITING_KINDS = [kind for kind, spec in KINDS.items() if spec.awaits]
