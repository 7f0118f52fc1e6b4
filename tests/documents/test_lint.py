"""Rules for code and style sheets that print; each is here because breaking it shows nowhere else."""

import ast
import re
from pathlib import Path

import pytest
import weasyprint

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for folder in ("borgerforloeb", "plans", "networkmeetings", "roles", "outcomes")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
SHEETS = sorted((ROOT / "static" / "print").glob("*.css"))
TEMPLATES = [
    *(ROOT / "templates" / "documents").rglob("*.html"),
    *(ROOT / "templates" / "plans" / "print").rglob("*.html"),
]


def calls_without_our_fetcher(source):
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in {"HTML", "CSS"}:
            continue
        fetchers = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg == "url_fetcher"]
        if fetchers != ["StaticFetcher()"]:
            yield node.lineno


def test_every_html_and_css_has_our_fetcher():
    assert [
        (str(path.relative_to(ROOT)), line)
        for path in CODE
        for line in calls_without_our_fetcher(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize("call", ["HTML(string=x)", "weasyprint.CSS(string=x)", "CSS(x, url_fetcher=None)"])
def test_the_search_finds_a_call_without(call):
    assert list(calls_without_our_fetcher(call)) == [1]


def test_only_typesetting_imports_weasyprint():
    imports = re.compile(r"^\s*(from|import) weasyprint", re.M)
    importers = {str(path.relative_to(ROOT)) for path in CODE if imports.search(path.read_text())}

    assert importers == {"borgerforloeb/documents/typesetting.py", "borgerforloeb/documents/fetcher.py"}


def test_weasyprint_is_new_enough_to_let_a_fetcher_refuse():
    assert int(weasyprint.VERSION.split(".")[0]) >= 70


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_print_sheets_hold_blocks_and_tables_only(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)

    assert re.findall(r"flex|grid|float\s*:|@import|column-count|columns\s*:", css) == []
    assert set(re.findall(r"url\(([^)]*)\)", css)) <= {
        '"draft.svg"',
        *(f'"../vendor/fonts/{path.name}"' for path in (ROOT / "static/vendor/fonts").glob("*.woff2")),
    }


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_print_templates_fetch_and_escape_nothing_by_hand(template):
    source = template.read_text(encoding="utf-8")

    assert re.findall(r"\|safe|autoescape|\bsrc=|<link|<style|style=|<script|<object|<img", source) == []
