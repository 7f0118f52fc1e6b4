"""Builtin in every template (settings): Danish dates and amounts, the small pictures, and form fields."""

from datetime import date, datetime

from django import template
from django.forms import BaseForm
from django.template.loader import get_template
from django.utils.safestring import SafeString

from borgerforloeb.accounts import drawing, formfield, formstyle, presentation

register = template.Library()

for danish in (
    presentation.longdate,
    presentation.shortdate,
    presentation.weekday_date,
    presentation.weekday,
    presentation.clock,
    presentation.moment,
    presentation.since,
    presentation.until,
    presentation.days,
    presentation.money,
    presentation.hours,
    presentation.decimal_comma,
    presentation.count_word,
    presentation.genitive,
):
    register.filter(danish.__name__, danish)

register.simple_tag(presentation.period, name="period")
register.simple_tag(drawing.icon, name="icon")
register.simple_tag(drawing.trin_mark, name="trin")
register.simple_tag(drawing.status_mark, name="status")
register.simple_tag(drawing.law_mark, name="law")
register.simple_tag(drawing.voice, name="voice")
register.simple_tag(drawing.way, name="way")


@register.filter
def isodate(value: date | datetime | None) -> str:
    """For the datetime attribute of <time>."""
    return value.isoformat() if value else ""


@register.simple_tag
def scale(
    citizen: int | None,
    worker: int | None,
    previous: int | None = None,
    citizen_name: str = "",
    worker_name: str = "",
) -> SafeString:
    return drawing.scale(citizen, worker, previous, (citizen_name, worker_name))


register.simple_tag(formfield.field, name="field")
register.simple_tag(formstyle.control, name="control")
register.filter("summary_lines", formstyle.summary_lines)
register.filter("summary_heading", formstyle.summary_heading)


@register.simple_tag
def summary(form: BaseForm) -> SafeString:
    """What is wrong, at the top of a form; it takes the focus."""
    return get_template("dkfds/_summary.html").render({"form": form}) if form.errors else SafeString("")
