"""Builtin in every template (settings): `{% kept form %}` stands beside `{% csrf_token %}` in a form."""

from typing import Any
from uuid import UUID

from django import template
from django.forms import BaseForm
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString

from borgerforloeb.accounts.addresses import path_of
from borgerforloeb.accounts.markup import html, joined
from borgerforloeb.drafts.both import FIELD as BASE
from borgerforloeb.drafts.both import begun_with
from borgerforloeb.drafts.holding import held_by_another
from borgerforloeb.drafts.keys import Key
from borgerforloeb.drafts.middleware import FIELD, key_of
from borgerforloeb.drafts.queries import has_long_text, offer_for, writes_here

register = template.Library()

NUMBER = '<input type="hidden" name="{field}" value="{key}">'
KEPT_NUMBER = '<input type="hidden" name="{field}" value="{key}" data-draft="{address}">'
NOTHING = SafeString("")


@register.simple_tag(takes_context=True)
def kept(context: Context, form: BaseForm | None = None, address: str = "") -> SafeString:
    """The form's number, and what was half written in it before. A form that a view did not make is long."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return NOTHING
    comes_back = request.method == "POST"
    key = key_of(request) if comes_back else None
    two = _two_may_write(form)
    key = key or Key.new(
        address or request.get_full_path(),
        _course_of(context),
        request.user.pk,
        holds=two and form.tells_who_writes,
    )
    begun = _begun(form) if two else NOTHING
    if form is not None and not has_long_text(form):
        return joined([html(NUMBER, field=FIELD, key=key.signed()), begun])
    number = html(KEPT_NUMBER, field=FIELD, key=key.signed(), address=path_of("drafts:keep"))
    number = joined([number, begun, _held(form, key) if two else NOTHING])
    if comes_back or form is None or not _may_have_one(context, key.address):
        return number
    return joined([number, _offer(form, key, request)])


def _two_may_write(form: BaseForm | None) -> bool:
    return form is not None and "version" in form.fields and getattr(form, "is_brought_together", False)


def _held(form: Any, key: Key) -> SafeString:
    """That a colleague writes in the same row, and until when; the button then says what it does."""
    holding = held_by_another(key, timezone.now())
    if holding is None:
        return NOTHING
    form.is_held = True
    told = {"told": writes_here(holding), "address": key.address, "who": holding.user.name}
    return get_template("drafts/_held.html").render(told)


def _begun(form: BaseForm) -> SafeString:
    """What the form began with; one that comes back began with what it did."""
    begun = form.data.get(BASE, "") if form.is_bound else begun_with(form)
    return html(NUMBER, field=BASE, key=begun) if begun else NOTHING


def _may_have_one(context: Context, address: str) -> bool:
    """A whole page has asked already, in the one question of its frame, which forms are half written."""
    frame = None if context["request"].htmx else context.get("frame")
    return frame is None or address in frame.half_written


def _course_of(context: Context) -> UUID | None:
    course = context.get("course")
    return getattr(course, "pk", None) if isinstance(getattr(course, "pk", None), UUID) else None


def _offer(form: BaseForm, key: Key, request: Any) -> SafeString:
    offer = offer_for(form, key.address, to=request.user, at=timezone.now())
    return get_template("drafts/_offer.html").render({"offer": offer}) if offer else NOTHING
