"""What is sent to the browser: all there, small, and without anything that the CSP would have to allow."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.templatetags.static import static

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static/css").glob("*.css"))
SHARED = ["base", "frame", "parts", "citizen", "forms"]


def _gzipped(*names: str) -> int:
    return sum(len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in names)


def test_manifest_storage_finds_every_file_that_css_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}

    call_command("collectstatic", interactive=False, verbosity=0)

    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", static("css/base.css"))


def test_every_icon_is_in_the_sprite():
    sprite = Path(finders.find("vendor/dkfds/img/icons.svg")).read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    sources = TEMPLATES + [p for folder in ("borgerforloeb", "plans", "networkmeetings", "outcomes", "roles")
                           for p in (ROOT / folder).rglob("*.py")]  # fmt: skip

    used = {name for path in sources for name in re.findall(r'\bicon[ (]"([a-z0-9-]+)"', path.read_text())}

    assert {"search", "account"} <= used
    assert used - there == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_inline_style_or_script(path):
    text = path.read_text()

    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:|hx-on", text) == []
    assert len(text.splitlines()) <= 120


def test_own_files_are_small():
    page = ["meeting", "preparation"]  # the most that one page adds
    assert _gzipped(*(f"css/{name}.css" for name in SHARED + page)) < 12 * 1024
    assert _gzipped("js/app.js", "js/shared.js", "js/plain.js") < 5 * 1024
    assert [path.name for path in STYLES if len(path.read_text().splitlines()) > 300] == []


def test_first_visit_to_a_plan_page_is_within_reach_of_its_goal():
    text = _gzipped(
        "vendor/dkfds/css/dkfds.min.css",
        "vendor/dkfds/img/icons.svg",
        "django_htmx/htmx-4.min.js",
        "js/app.js",
        "js/shared.js",
        "css/plan.css",
        *(f"css/{name}.css" for name in SHARED),
    )
    fonts = ["ibm-plex-sans-latin-wght-normal", "ibm-plex-serif-latin-400-normal"]
    weight = text + sum(Path(finders.find(f"vendor/fonts/{name}.woff2")).stat().st_size for name in fonts)

    # The goal is 120 KB with the page itself (some 10 KB), compressed by brotli, which is a tenth below gzip.
    assert weight < 126_000
