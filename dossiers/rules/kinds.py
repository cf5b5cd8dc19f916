"""One table: what each kind of entry is.

Everything that differs from kind to kind stands here, so that no other module asks ``if kind ==``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models

from . import legal_terms


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
RIGHT_MEANS = {
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


GRADES = (Outcome.FOLLOWED, Outcome.PARTLY, Outcome.NOT_FOLLOWED)  # what a point that was answered has


@dataclass(frozen=True)
class KindSpec:
    """What one kind uses and how it names it.

    ``purpose`` tells an editor in one line when to choose this kind. ``facts`` are the fields of ``Entry``
    that it uses beside those that every entry has. ``labels`` are its own words for a field.
    ``responds_to`` are the kinds that it may answer, and ``requires_response`` says that it makes no sense
    without one. ``awaits`` is the kind whose first public response meets its ``due_on``.
    ``day_precision`` forbids a date of a month or a year. ``coming_until_over`` keeps it among what is coming
    on the day itself. ``tenants_react`` makes its days the span in which tenants have a say, ``people_meet`` the
    days on which people come together. ``from_landlord`` adds the landlord's name where the kind is shown.
    ``follow_up`` is the button that starts the awaited response. ``has_points`` are the numbered points of an
    advice, ``has_themes`` what tenants said and what was done with it, ``answers_points`` gives each point of the
    entry it responds to an answer. ``one_response`` says that an entry gets no second response of this kind.
    ``target_words`` lead to what an entry of this kind responds to, ``response_words`` from there to the entry.
    ``asked_words`` tell whether it responds to something or came unasked.
    ``propose_due`` proposes a ``due_on`` from its last day, ``due_reason`` says how; ``due_only_after`` limits that
    to a response to a request with this right. ``due_words`` name that day in a calendar. ``least_term`` is the
    shortest term that the law names. ``begins_today`` fills in today for a new entry. ``guide_part`` is the slug of
    the part of the guide that tells how to write one.
    """

    purpose: str
    labels: dict[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    responds_to: tuple[Kind, ...] = ()
    requires_response: bool = False
    awaits: Kind | None = None
    day_precision: bool = False
    coming_until_over: bool = False
    tenants_react: bool = False
    people_meet: bool = False
    from_landlord: bool = False
    follow_up: str = ""
    has_points: bool = False
    has_themes: bool = False
    answers_points: bool = False
    one_response: bool = False
    target_words: str = ""
    response_words: str = ""
    asked_words: tuple[str, str] | None = None
    propose_due: Callable[[date], date] | None = None
    due_reason: str = ""
    due_only_after: Right | None = None
    due_words: str = ""
    least_term: timedelta | None = None
    begins_today: bool = False
    guide_part: str = "bericht"


KINDS: dict[Kind, KindSpec] = {
    Kind.NEWS: KindSpec(
        purpose="Iets dat huurders moeten weten.",
        labels={"starts_on": "Datum"},
        begins_today=True,
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
        coming_until_over=True,
        people_meet=True,
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
        due_reason="vier weken na de laatste dag",
        due_words="Laatste dag voor onze terugkoppeling",
        follow_up="Terugkoppeling schrijven",
        day_precision=True,
        tenants_react=True,
        target_words="Meepraten over",
        response_words="Inspraak hierover",
    ),
    Kind.FEEDBACK: KindSpec(
        purpose="Wat er met de reacties van huurders is gedaan.",
        guide_part="terugkoppeling",
        begins_today=True,
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
        guide_part="advies",
        labels={"starts_on": "Ontvangen op", "due_on": "Advies uiterlijk"},
        facts=("due_on", "right"),
        awaits=Kind.ADVICE,
        propose_due=legal_terms.proposed_advice_day,
        due_reason="zes weken na ontvangst",
        due_words="Laatste dag voor ons advies",
        least_term=legal_terms.ADVICE_TERM,
        follow_up="Advies vastleggen",
    ),
    Kind.ADVICE: KindSpec(
        purpose="Het advies van onze organisatie, gevraagd of ongevraagd.",
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
        due_reason="twee weken na het advies",
        due_words="Laatste dag voor het antwoord van {landlord}",
        due_only_after=Right.ADVICE,
        follow_up="Antwoord vastleggen",
        target_words="Advies op",
        response_words="Hierop kwam het advies",
        asked_words=("Gevraagd", "Ongevraagd"),
    ),
    Kind.ANSWER: KindSpec(
        purpose="Wat de verhuurder op ons advies antwoordt.",
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
        labels={"starts_on": "Besloten op", "responds_to": "Na het antwoord of advies"},
        facts=("responds_to",),
        responds_to=(Kind.ANSWER, Kind.ADVICE),
        target_words="Besluit na",
        response_words="Hierna kwam het besluit",
    ),
    Kind.AGREEMENT: KindSpec(
        purpose="Een getekende overeenkomst of afspraak.",
        labels={"starts_on": "Getekend op"},
    ),
    Kind.DOCUMENT: KindSpec(
        purpose="Een stuk om te lezen, zoals een rapport of een lijst met vragen en antwoorden.",
        labels={"starts_on": "Datum van het document"},
    ),
}
