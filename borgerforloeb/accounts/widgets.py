"""Widgets drawn by Python: the same HTML as Django's own templates for them, without the templates.

A form of twelve fields spent half of its time in those: one for the widget, one for its attributes, and both
again for each option of a select.
"""

from collections.abc import Callable
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

from borgerforloeb.accounts.markup import html, joined

# What a widget's `get_context` gives.
Drawn = dict[str, Any]
NOTHING = SafeString("")


def attributes(given: dict[str, Any]) -> SafeString:
    """True stands as a bare name, False is left out; everything else is a text. The names are ours."""
    if not given:
        return NOTHING
    shown = ((name, value) for name, value in given.items() if value is not False)
    return SafeString(
        "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in shown)
    )


def text(said: object) -> str:
    """A label may be a number or a promise of a text; what is HTML already stays so."""
    return said if isinstance(said, str) else str(said)


def input_(widget: Drawn) -> SafeString:
    own = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        own["value"] = str(widget["value"])
    return html("<input{own}>", own=attributes(own | widget["attrs"]))


def textarea(widget: Drawn) -> SafeString:
    # The browser takes away one line break at the beginning, so one is given.
    own = {"name": widget["name"]} | widget["attrs"]
    return html("<textarea{own}>\n{value}</textarea>", own=attributes(own), value=text(widget["value"] or ""))


def select(widget: Drawn) -> SafeString:
    own = {"name": widget["name"]} | widget["attrs"]
    groups = joined(_group(name, rows) for name, rows, _ in widget["optgroups"])
    return html("<select{own}>{groups}\n</select>", own=attributes(own), groups=groups)


def _group(name: str | None, rows: list[Drawn]) -> SafeString:
    options = joined(map(_option, rows))
    if not name:
        return options
    return html('\n  <optgroup label="{name}">{options}\n  </optgroup>', name=text(name), options=options)


def _option(row: Drawn) -> SafeString:
    return html(
        '\n  <option value="{value}"{marks}>{label}</option>',
        value=str(row["value"]),
        marks=attributes(row["attrs"]),
        label=text(row["label"]),
    )


DRAW: dict[str, Callable[[Drawn], SafeString]] = {
    f"django/forms/widgets/{name}.html": draw
    for draw, names in {
        input_: ("text", "number", "email", "password", "hidden", "date", "time", "checkbox"),
        textarea: ("textarea",),
        select: ("select",),
    }.items()
    for name in names
}


class PythonRenderer(TemplatesSetting):
    """What is not drawn here (a file, a formset's own form) keeps its template."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = DRAW.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)
