"""Widgets drawn by Python: the same HTML as Django's own templates for them, without the templates.

A form of twelve fields spent half of its time in those: one for the widget, one for its attributes, and both
again for each option of a select.
"""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# What a widget's `get_context` gives.
Drawn = dict[str, Any]
NOTHING = SafeString("")


def attributes(given: dict[str, Any]) -> SafeString:
    """True stands as a bare name, False is left out; everything else is a text."""
    if not given:
        return NOTHING
    shown = ((name, value) for name, value in given.items() if value is not False and value is not True)
    bare = ((name,) for name, value in given.items() if value is True)
    return format_html_join("", ' {}="{}"', shown) + format_html_join("", " {}", bare)


def input_(widget: Drawn) -> SafeString:
    own = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        own["value"] = str(widget["value"])
    return format_html("<input{}>", attributes(own | widget["attrs"]))


def textarea(widget: Drawn) -> SafeString:
    # The browser takes away one line break at the beginning, so one is given.
    own = {"name": widget["name"]} | widget["attrs"]
    return format_html("<textarea{}>\n{}</textarea>", attributes(own), widget["value"] or "")


def select(widget: Drawn) -> SafeString:
    own = {"name": widget["name"]} | widget["attrs"]
    groups = format_html_join("", "{}", ((_group(name, rows),) for name, rows, _ in widget["optgroups"]))
    return format_html("<select{}>{}\n</select>", attributes(own), groups)


def _group(name: str | None, rows: list[Drawn]) -> SafeString:
    given = ((row["value"], attributes(row["attrs"]), row["label"]) for row in rows)
    options = format_html_join("", '\n  <option value="{}"{}>{}</option>', given)
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, options) if name else options


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
