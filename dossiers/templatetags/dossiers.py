"""What templates say about days and states, in the words of ``wording.py``."""

from django import template

from .. import wording
from ..fields import first_paragraph
from ..rules.date_rules import day_of
from ..story import now_soon_you
from ..syndication import structured_data

register = template.Library()

for _function in (
    day_of,
    wording.answered_in_words,
    wording.day_from,
    wording.day_in_words,
    wording.facts,
    wording.inspraak_in_words,
    wording.inspraak_tag,
    wording.kind_name,
    wording.machine_date,
    wording.outcome_tag,
    wording.right_in_words,
    wording.soft_hyphens,
    wording.step_in_words,
    wording.steps,
    wording.time_left,
    wording.when,
    first_paragraph,
    now_soon_you.what_is_coming,
    now_soon_you.you_can_react,
    now_soon_you.you_will_be_able,
):
    register.filter(_function.__name__, _function)


register.filter("as_block", structured_data.as_block)


@register.simple_block_tag
def capture(content):
    """What stands between ``{% capture as name %}`` and ``{% endcapture %}``, to say it twice."""
    return content


@register.simple_tag
def picture():
    """The address of the site's picture."""
    return structured_data.picture()


@register.filter
def tags(entry, day):
    """The state of an entry on the reader's day, as tags."""
    return wording.entry_tags(entry, day)


@register.filter
def days_left(last, day):
    """How long a last day is still away, in words."""
    return wording.days_left(last, day)
