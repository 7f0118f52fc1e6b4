"""Builtin in every template (settings): Danish dates and amounts, the small pictures, and form fields."""

from datetime import date, datetime

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import get_template
from django.utils.safestring import SafeString

from borgerforloeb.accounts import drawing, formstyle, presentation

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


@register.simple_tag
def field(bound: BoundField, template_name: str = "dkfds/field.html") -> SafeString:
    """One form field with label, hint, error and control, for forms that are laid out by hand."""
    return get_template(template_name).render({"field": bound})


@register.simple_tag
def summary(form: BaseForm) -> SafeString:
    """The error summary at the top of a form that is laid out by hand; it takes the focus."""
    return get_template("dkfds/_summary.html").render({"form": form})


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    return formstyle.control(bound)


@register.filter
def kind(bound: BoundField) -> str:
    return formstyle.kind(bound)


@register.filter
def mark_word(bound: BoundField) -> str:
    return formstyle.mark_word(bound)


@register.filter
def character_limit(bound: BoundField) -> int | None:
    return formstyle.character_limit(bound)


@register.filter
def summary_lines(form: BaseForm) -> list[tuple[str, str]]:
    return formstyle.summary_lines(form)


@register.filter
def summary_heading(form: BaseForm) -> str:
    return formstyle.summary_heading(form)
