"""What templates say about days and states, in the words of ``wording.py``."""

from django import template

from .. import wording
from ..addresses.spelling import absolute
from ..rules.days import day_of
from ..story import now_soon_you
from ..syndication import structured_data
from ..text import first_paragraph

register = template.Library()

# Words and rules that are made elsewhere, each under its own name.
register.filter(absolute)
register.filter(day_of)
register.filter(first_paragraph)
register.filter(wording.answered_in_words)
register.filter(wording.short_day)
register.filter(wording.day_in_words)
register.filter(wording.facts)
register.filter(wording.inspraak_in_words)
register.filter(wording.inspraak_tag)
register.filter(wording.kind_name)
register.filter(wording.machine_date)
register.filter(wording.outcome_tag)
register.filter(wording.right_in_words)
register.filter(wording.soft_hyphens)
register.filter(wording.step_in_words)
register.filter(wording.steps)
register.filter(wording.time_left)
register.filter(wording.display_date)
register.filter(now_soon_you.upcoming_in_words)
register.filter(now_soon_you.you_can_react_until)
register.filter(now_soon_you.you_can_react_from)
register.filter(structured_data.json_ld)


@register.simple_block_tag
def capture(content):
    """``{% capture as name %}…{% endcapture %}`` keeps its content in a variable."""
    return content


@register.simple_tag
def share_image():
    return structured_data.share_image()


@register.filter
def tags(entry, day):
    return wording.entry_tags(entry, day)


@register.filter
def days_left(last, day):
    return wording.days_left(last, day)
