"""What somebody could write into a text: scripts, and things that a document would fetch."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pgtrigger
from django.apps import apps
from django.db.models import CharField, Model, TextField

# Each would leave an element with this mark, or set a name in the page, if it were taken for markup.
MARK = "data-planted"
SCRIPTS = (
    f"<script {MARK}>alert(1)</script>",
    f"<img {MARK} src=x onerror=alert(1)>",
    f"<svg {MARK} onload=alert(1)>",
    f'"><b {MARK}>',
    f"'><b {MARK}>",
    f"`><b {MARK}>",
    f"</textarea><b {MARK}>",
    f"</title><b {MARK}>",
    f"</option></select><b {MARK}>",
    f"</script><b {MARK}>",
    f"</style><b {MARK}>",
    f"--><b {MARK}>",
    f"]]><b {MARK}>",
    f"--!><b {MARK}>",
    f"<a {MARK} href=javascript:alert(1)>x</a>",
    f"<iframe {MARK} srcdoc='<script>alert(1)</script>'>",
    f"<object {MARK} data=data:text/html,x>",
    f"<embed {MARK} src=x>",
    f"<form {MARK} action=//x.invalid><button>x",
    f"<button {MARK} formaction=javascript:alert(1)>x",
    f"<input {MARK} autofocus onfocus=alert(1)>",
    f"<details {MARK} open ontoggle=alert(1)>",
    f"<video {MARK}><source onerror=alert(1)>",
    f"<audio {MARK} src=x onerror=alert(1)>",
    f"<math {MARK}><mi xlink:href=javascript:alert(1)>",
    f"<body {MARK} onload=alert(1)>",
    f"<base {MARK} href=//x.invalid/>",
    f"<link {MARK} rel=stylesheet href=//x.invalid>",
    f"<meta {MARK} http-equiv=refresh content=0;url=//x>",
    f"<style {MARK}>*{{color:red}}</style>",
    f"<template {MARK}><script>alert(1)</script>",
    f"<div {MARK} hx-get=/ hx-trigger=load>",
    f"<div {MARK} style=position:fixed;inset:0>",
    f"&lt;b {MARK}&gt;&#60;b {MARK}&#62;",
    f"\\u003cb {MARK}\\u003e",
    f"{{{{ 7|add:'1' }}}}{{% csrf_token %}}<b {MARK}>",
    f"{{0.__class__}} {{html}} %s <b {MARK}>",
    f"\u202e<b {MARK}>\u202c",
    f"\ufeff<\u200bb {MARK}><b {MARK}>",
    "javascript:alert(1)",
)
# %s is an address that must not be asked for.
FETCHES = (
    '<link rel="attachment" href="%s">',
    '<link rel="stylesheet" href="%s">',
    "<style>@import url(%s);</style>",
    '<p style="background:url(%s)">',
    '<style>*::before{content:url("%s")}</style>',
    '<style>@font-face{font-family:a;src:url("%s")}*{font-family:a}</style>',
    '<img src="%s">',
    '<img srcset="%s 2x">',
    '<object data="%s"></object>',
    '<embed src="%s">',
    '<iframe src="%s"></iframe>',
    '<svg><image href="%s"/></svg>',
    '<svg><use href="%s#a"/></svg>',
    '<base href="%s">',
    '<a rel="attachment" href="%s">x</a>',
    '<table background="%s">',
)
# Where anybody writes free words; what a field holds is limited by its own length.
APPS = ("citizens", "roles", "plans", "lawlens", "decisions", "networkmeetings", "outcomes")
# Names of staff and units are set by the administrator, and are words as well.
# Refuse to be changed; they get theirs when they are made.
FROZEN = {"plans.Acceptance", "plans.GoalAnswer", "plans.PlanVersion"}
ALSO = {"accounts.User": ("name", "title"), "accounts.OrgUnit": ("name",)}
# Numbers, and what is chosen from a list that stands elsewhere.
NOT_WORDS = {
    "number", "lookup", "encrypted", "date_part", "unit_of_measure", "sha256", "pgh_label", "source",
    "correction_reason", "taken_back_why",
}  # fmt: skip


# Where nothing stands, nothing may: a reason of an end that has not been.
EMPTY_STAYS = {
    ("plans.Lesson", "answer"),
    ("plans.Lesson", "taken_out_why"),
    ("plans.Safeguard", "ended_why"),
    ("plans.WeeklySlot", "contact_name"),
}


def fields_of_words() -> Iterator[tuple[type[Model], list[CharField]]]:
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.model_name.endswith("event") or label in FROZEN | {"citizens.CitizenNumber"}:
            continue
        words = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField) and not field.choices and field.name not in NOT_WORDS
        ]
        if model._meta.app_label not in APPS:
            words = [field for field in words if field.name in ALSO.get(label, ())]
        if words:
            yield model, words


@pgtrigger.ignore("decisions.Decision:decided_is_not_rewritten", "plans.Note:signed_is_not_rewritten")
def write_everywhere(texts: tuple[str, ...], turn: int = 0) -> int:
    """As many of the texts as there is room for, beginning with another one in each; how many fields."""
    count = 0
    for model, fields in fields_of_words():
        for row in model._base_manager.all():
            values = {}
            for field in fields:
                if (model._meta.label, field.name) in EMPTY_STAYS and not getattr(row, field.name):
                    continue
                values[field.name] = _packed(texts, field.max_length or 10_000, turn + count)
                count += 1
            model._base_manager.filter(pk=row.pk).update(**values)
    return count


def _packed(texts: tuple[str, ...], room: int, begin: int) -> str:
    packed = ""
    for place in range(len(texts)):
        text = texts[(begin + place) % len(texts)]
        if len(packed) + len(text) < room:
            packed += f" {text}" if packed else text
    return packed


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address of this machine, and what was asked for there."""
    hits: list[str] = []

    class Count(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_HEAD = do_GET

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Count)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/x", hits
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
