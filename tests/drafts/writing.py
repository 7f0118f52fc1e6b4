"""A form as a browser has it: read from its page, kept as a draft, and sent."""

import re
from html import unescape

from django.urls import reverse

from borgerforloeb.drafts.actions import open_draft
from borgerforloeb.drafts.models import Draft

HTMX = {"HX-Request": "true"}
KEPT = re.compile(r'<input type="hidden" name="kept" value="([^"]+)"( data-draft="[^"]+")?>')


def kept_in(page) -> str:
    return unescape(KEPT.search(page.content.decode())[1])


def key_of(client, address: str) -> str:
    return kept_in(client.get(address))


def keep(client, key: str, **fields):
    return client.post(reverse("drafts:keep"), fields | {"kept": key}, headers=HTMX)


def texts() -> list[dict[str, str]]:
    """What is half written, the oldest first."""
    return [dict(open_draft(row)) for row in Draft.objects.filter(sent_at=None).order_by("pk") if row.sealed]
