"""One form field as HTML: its label, its hint, what is wrong with it, and its control, tied together by ids.

The template pack `dkfds` shows every field by this; its templates only say where a field stands.
"""

from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from borgerforloeb.accounts.formstyle import character_limit, control, kind, mark_word
from borgerforloeb.accounts.markup import html, joined
from borgerforloeb.accounts.widgets import NOTHING, attributes, text

BREAK = SafeString("<br>")
STATES = ("disabled", "required")


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
    label = html(
        '<label class="form-label" for="{target}">{label}{mark}</label>',
        target=bound.id_for_label,
        label=text(bound.label),
        mark=_mark(bound),
    )
    parts = label, _hint(bound), _error(bound), control(bound), _limit(limit)
    if limit:
        return _group(bound, *parts, look="form-group form-limit", **{"data-maxlength": limit})
    return _group(bound, *parts)


def _checkbox(bound: BoundField) -> SafeString:
    box = html(
        '<div class="form-group-checkbox">{control}<label for="{target}">{label}</label></div>',
        control=control(bound),
        target=bound.id_for_label,
        label=text(bound.label),
    )
    return _group(bound, _error(bound), box, _hint(bound))


def _fieldset(bound: BoundField, controls: SafeString) -> SafeString:
    described = bound.aria_describedby
    legend = html(
        '<legend class="form-label">{label}{mark}</legend>', label=text(bound.label), mark=_mark(bound)
    )
    body = html(
        "<fieldset{own}>{inner}</fieldset>",
        own=attributes({"aria-describedby": described} if described else {}),
        inner=joined([legend, _hint(bound), _error(bound), controls]),
    )
    return _group(bound, body)


def _choices(bound: BoundField, is_a: str) -> SafeString:
    look = "radio" if is_a == "radio" else "checkbox"
    return joined(_choice(choice, look, is_wrong=bool(bound.errors)) for choice in bound.subwidgets)


def _choice(choice: BoundWidget, look: str, *, is_wrong: bool) -> SafeString:
    data = choice.data
    own = {"type": data["type"], "class": f"form-{look}", "name": data["name"], "id": choice.id_for_label}
    own |= {"value": str(data["value"])} if data["value"] is not None else {}
    own |= {"checked": data["selected"]} | {state: bool(data["attrs"].get(state)) for state in STATES}
    own |= {"aria-invalid": "true"} if is_wrong else {}
    return html(
        '<div class="form-group-{look}"><input{own}><label for="{target}">{label}</label></div>\n',
        look=look,
        own=attributes(own),
        target=choice.id_for_label,
        label=text(choice.choice_label),
    )


def _group(bound: BoundField, *parts: SafeString, look: str = "form-group", **more: object) -> SafeString:
    own = {"class": f"{look} form-error" if bound.errors else look} | more
    # A line each: a control and its neighbour are two words to whoever reads the page without styles.
    inner = SafeString("\n").join(filter(None, parts))
    return html("<div{own}>\n{inner}\n</div>\n", own=attributes(own), inner=SafeString(inner))


def _mark(bound: BoundField) -> SafeString:
    word = mark_word(bound)
    return html(' <span class="bf-mark">{word}</span>', word=word) if word else NOTHING


def _hint(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return NOTHING
    return html(
        '<span class="form-hint" id="{field}_helptext">{hint}</span>',
        field=bound.auto_id,
        hint=text(bound.help_text),
    )


def _error(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    return html(
        '<span class="form-error-message" id="{field}_error">'
        '<span class="sr-only">Fejl: </span>{lines}</span>',
        field=bound.auto_id,
        lines=format_html_join(BREAK, "{}", ((error,) for error in bound.errors)),
    )


def _limit(limit: int | None) -> SafeString:
    """dkfds's script counts in the first; the second is what is read aloud."""
    if not limit:
        return NOTHING
    return html(
        '<span class="form-hint character-limit" aria-hidden="true">Højst {limit} tegn</span>\n'
        '<span class="sr-only character-limit-sr-only">Højst {limit} tegn</span>',
        limit=str(limit),
    )
