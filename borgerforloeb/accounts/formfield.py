"""One form field as HTML: its label, its hint, what is wrong with it, and its control, tied together by ids.

The template pack `dkfds` shows every field by this; its templates only say where a field stands.
"""

from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from borgerforloeb.accounts.formstyle import character_limit, control, kind, mark_word
from borgerforloeb.accounts.widgets import NOTHING, attributes


def field(bound: BoundField) -> SafeString:
    is_a = kind(bound)
    if is_a == "hidden":
        return bound.as_widget()
    if is_a == "checkbox":
        return _checkbox(bound)
    if is_a in ("radio", "checks"):
        return _fieldset(bound, _choices(bound, is_a))
    if bound.use_fieldset:
        return _fieldset(bound, bound.as_widget())
    return _labelled(bound)


def _labelled(bound: BoundField) -> SafeString:
    limit = character_limit(bound)
    label = format_html(
        '<label class="form-label" for="{}">{}{}</label>', bound.id_for_label, bound.label, _mark(bound)
    )
    parts = label, _hint(bound), _error(bound), control(bound), _limit(limit)
    if limit:
        return _group(bound, *parts, look="form-group form-limit", **{"data-maxlength": limit})
    return _group(bound, *parts)


def _checkbox(bound: BoundField) -> SafeString:
    box = format_html(
        '<div class="form-group-checkbox">{}<label for="{}">{}</label></div>',
        control(bound),
        bound.id_for_label,
        bound.label,
    )
    return _group(bound, _error(bound), box, _hint(bound))


def _fieldset(bound: BoundField, controls: SafeString) -> SafeString:
    described = bound.aria_describedby
    body = format_html(
        '<fieldset{}><legend class="form-label">{}{}</legend>{}{}{}</fieldset>',
        attributes({"aria-describedby": described} if described else {}),
        bound.label,
        _mark(bound),
        _hint(bound),
        _error(bound),
        controls,
    )
    return _group(bound, body)


def _choices(bound: BoundField, is_a: str) -> SafeString:
    look = "radio" if is_a == "radio" else "checkbox"
    same = {"aria-invalid": "true"} if bound.errors else {}
    rows = []
    for choice in bound.subwidgets:
        data = choice.data
        own = {"type": data["type"], "class": f"form-{look}", "name": data["name"], "id": choice.id_for_label}
        own |= {"value": str(data["value"])} if data["value"] is not None else {}
        states = {state: bool(data["attrs"].get(state)) for state in ("disabled", "required")}
        box = attributes(own | {"checked": data["selected"]} | states | same)
        rows.append((look, box, choice.id_for_label, choice.choice_label))
    return format_html_join(
        "", '<div class="form-group-{}"><input{}><label for="{}">{}</label></div>\n', rows
    )


def _group(bound: BoundField, *parts: SafeString, look: str = "form-group", **more: object) -> SafeString:
    own = {"class": f"{look} form-error" if bound.errors else look} | more
    # A line each: a control and its neighbour are two words to whoever reads the page without styles.
    inner = format_html_join("", "{}\n", ((part,) for part in parts if part))
    return format_html("<div{}>\n{}</div>\n", attributes(own), inner)


def _mark(bound: BoundField) -> SafeString:
    word = mark_word(bound)
    return format_html(' <span class="bf-mark">{}</span>', word) if word else NOTHING


def _hint(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return NOTHING
    return format_html('<span class="form-hint" id="{}_helptext">{}</span>', bound.auto_id, bound.help_text)


def _error(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    lines = format_html_join(SafeString("<br>"), "{}", ((error,) for error in bound.errors))
    return format_html(
        '<span class="form-error-message" id="{}_error"><span class="sr-only">Fejl: </span>{}</span>',
        bound.auto_id,
        lines,
    )


def _limit(limit: int | None) -> SafeString:
    """dkfds's script counts in the first; the second is what is read aloud."""
    if not limit:
        return NOTHING
    return format_html(
        '<span class="form-hint character-limit" aria-hidden="true">Højst {} tegn</span>\n'
        '<span class="sr-only character-limit-sr-only">Højst {} tegn</span>',
        limit,
        limit,
    )
