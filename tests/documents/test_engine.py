import hashlib
import io
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pdfplumber
import pikepdf
import pytest
from django.template.loader import render_to_string

from borgerforloeb.documents.engine import MAX_CHARACTERS, MAX_TAGS, DocumentError, DocumentTooLarge, render
from tests.documents.printing import read_aloud

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
BODY = """
<h1>Borgerens Plan</h1>
<h2>Det er jeg god til</h2>
<ul><li>At møde til tiden</li><li>At lave god mad</li></ul>
<h2>Min vej</h2>
<svg viewBox="0 0 20 20" width="20" height="20"><title>Vejen fra trin 1 til trin 3</title>
<path d="M0 0L10 10" stroke="#000"/></svg>
<h3>Læs mere</h3>
<p>Se <a href="https://www.borger.dk/">borger.dk</a>. Rødgrød med fløde, Łukasz Çelik, § 85.</p>
<h2>Aftaler</h2>
<table><caption>Hvem gør hvad</caption>
<thead><tr><th scope="col">Hvem</th><th scope="col">Hvad</th><th scope="col">Hvornår</th></tr></thead>
<tbody><tr><th scope="row">Sanne</th><td>kører mig</td><td>3. september</td></tr>
<tr><th scope="row">Ida</th><td>tager bussen</td><td>8. september</td></tr>
<tr><th scope="row">Jeg</th><td>siger til</td><td>når som helst</td></tr></tbody>
</table>
"""


def document(body=BODY, *, draft=False):
    kind = "is-draft" if draft else "is-final"
    return f'<html><body class="{kind}" data-footer="Foden, version 4"><main>{body}</main>'


def make(body=BODY, *, draft=False, title="Borgerens Plan, version 4", made_at=NOW, large=False):
    html = document(body, draft=draft)
    return render(html, stylesheets=["print.css"], title=title, made_at=made_at, large=large)


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf.content))


def words(pdf):
    with pdfplumber.open(io.BytesIO(pdf.content)) as plumbed:
        return "\n".join(page.extract_text() for page in plumbed.pages)


def elements(node):
    yield node
    for kid in node.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_the_checker_for_accessibility_finds_no_error(tmp_path):
    assert read_aloud(make(draft=True), tmp_path)


def test_large_type_is_a_third_larger_on_the_same_paper(tmp_path):
    sizes = {}
    for large in (False, True):
        made = make(draft=True, large=large)
        assert read_aloud(made, tmp_path)
        with pdfplumber.open(io.BytesIO(made.content)) as pdf:
            page = pdf.pages[0]
            assert (round(page.width), round(page.height)) == (595, 842)
            letter = next(char for char in page.chars if char["text"] == "Ł")
            sizes[large] = letter["size"]
            assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars)

    assert sizes[True] == pytest.approx(sizes[False] * 4 / 3)


def test_one_file_names_both_norms_and_nothing_about_persons():
    with opened(make('<meta name="author" content="Katrine">' + BODY)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()

        assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert "<xmp:CreateDate>2026-09-02T08:30:00+00:00</xmp:CreateDate>" in xmp
        assert "Katrine" not in xmp
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "Borgerens Plan, version 4",
            "/Producer": "Borgerforløb",
            "/CreationDate": "D:20260902083000+00'00",
            "/ModDate": "D:20260902083000+00'00",
        }
        assert str(pdf.Root.Lang) == "da"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "/AF" not in pdf.Root
        assert not pdf.attachments


def test_a_title_with_markup_stays_a_title():
    with opened(make(title="<b>Æ</b> & ø")) as pdf:
        assert b"&lt;b&gt;\xc3\x86&lt;/b&gt; &amp; \xc3\xb8" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo.Title) == "<b>Æ</b> & ø"


def test_heading_cells_have_a_scope():
    with opened(make()) as pdf:
        scopes = [
            str(item.A.Scope) for item in elements(pdf.Root.StructTreeRoot.K[0]) if str(item.S) == "/TH"
        ]

    assert scopes == ["/Column", "/Column", "/Column", "/Row", "/Row", "/Row"]


def test_pictures_and_links_are_tagged_and_links_are_printed():
    with opened(make()) as pdf:
        tags = list(elements(pdf.Root.StructTreeRoot.K[0]))

        assert [str(item.Alt) for item in tags if str(item.S) == "/Figure"] == ["Vejen fra trin 1 til trin 3"]
        assert [str(item.S) for item in tags].count("/Link") == 1
        assert [int(note.F) for note in pdf.pages[0].Annots] == [4]


def test_the_footer_is_an_artifact_and_the_words_are_not():
    with opened(make(draft=True)) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
        marks = drawn.count(b"/MCID")
        tags = elements(pdf.Root.StructTreeRoot.K[0])
        reached = sum(isinstance(kid, int) for item in tags for kid in item.get("/K", []))

    assert drawn.count(b"/Pagination") == 2
    assert marks == reached > 20


@pytest.mark.parametrize("draft", [True, False])
def test_udkast_is_drawn_across_every_page_of_a_draft_only(draft):
    """As a drawing: letters would stand between the letters of the text for whoever listens or copies."""
    pdf = make("<p>En linje</p>" * 80, draft=draft)

    with pdfplumber.open(io.BytesIO(pdf.content)) as plumbed:
        grey = [[curve for curve in page.curves if curve["height"] > 40] for page in plumbed.pages]
    assert [len(curves) > 0 for curves in grey] == [draft] * 3
    assert "UDKAST" not in words(pdf)


def test_only_our_fonts_are_used_and_all_are_embedded():
    long = "sammenhængende\u00adborgerforløb \u2010 \u2011 \u202f \u2013 …"
    tricky = f'<p lang="da" style="hyphens:auto;width:20mm">{long}</p>'
    with opened(make(BODY + tricky)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        names = {str(font.BaseFont).split("+")[1] for font in fonts}

        assert names == {"IBM-Plex-Sans", "IBM-Plex-Sans-Semi-Bold", "IBM-Plex-Sans-Ext"}
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_danish_and_other_letters_can_be_read_back():
    text = words(make())

    assert "Rødgrød med fløde, Łukasz Çelik, § 85." in text
    assert "Foden, version 4" in text
    assert "Side 1 af 1" in text


def test_long_words_and_names_stay_on_the_page():
    long = "Å" * 60
    rows = f"<table><tbody><tr><th scope=row>{long}</th><td>{'x' * 300}</td><td>b</td></tr></tbody></table>"
    pdf = make(f"<h1>Plan for {long} {long}</h1><h2>{'ø' * 200}</h2>{rows}")

    with pdfplumber.open(io.BytesIO(pdf.content)) as plumbed:
        page = plumbed.pages[0]
        right = max(char["x1"] for char in page.chars)
        assert right <= page.width - 20 / 25.4 * 72 + 1


def test_the_same_input_gives_the_same_bytes_in_the_press_and_in_another_process():
    code = (
        "import hashlib, sys; from datetime import datetime; from borgerforloeb.documents import typesetting;"
        "words, title, moment = sys.argv[1:];"
        "made = typesetting.draw(words, stylesheets=['print.css'], title=title,"
        " made_at=datetime.fromisoformat(moment));"
        "print(hashlib.sha256(made[0]).hexdigest())"
    )
    command = [sys.executable, "-c", code, document(), "Borgerens Plan, version 4", NOW.isoformat()]
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    other = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)

    here = [hashlib.sha256(make().content).hexdigest() for _ in range(4)]

    assert {*here, other.stdout.strip()} == {here[0]}
    assert make(made_at=NOW + timedelta(days=1)).content != make().content


@pytest.mark.parametrize("body", ["x" * MAX_CHARACTERS, "<div>" * MAX_TAGS], ids=["words", "tags"])
def test_too_long_is_refused_in_danish(body):
    with pytest.raises(DocumentTooLarge) as refusal:
        make(body)

    assert refusal.value.messages == ["Dokumentet er for langt til en PDF. Del det op, eller kort det ned."]


def test_a_failure_carries_nothing_of_the_document(caplog, press):
    caplog.set_level(logging.DEBUG)

    with pytest.raises(DocumentError) as failure:
        make("<div>" * 5000 + "hemmelighed-4711")

    assert failure.value.messages == ["Dokumentet kunne ikke laves som PDF."]
    assert failure.value.__cause__ is None
    assert "hemmelighed" not in caplog.text + press.child.log.read_text()


def test_the_logs_say_nothing_of_what_was_refused(caplog, press):
    caplog.set_level(logging.DEBUG)

    make('<img alt="x" src="https://hemmelighed-4711.invalid/"><p style="wrong:hemmelighed-4711">x</p>')

    told = press.child.log.read_text()
    assert "refused" in told
    assert "hemmelighed" not in told + caplog.text


def test_what_a_citizen_writes_is_words_and_not_markup():
    html = render_to_string("documents/base.html", {"title": "<b>", "footer": '"><img src=x>'})

    assert "<img" not in html
    assert "<title>&lt;b&gt;</title>" in html
