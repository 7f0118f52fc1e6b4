from django.template import Context, Template

from borgerforloeb.accounts import drawing
from tests.look.gallery import STATIONS

NASTY = '<script>alert("x")</script>'


def test_all_text_is_escaped():
    drawn = [
        drawing.voice(NASTY, NASTY),
        drawing.law_mark(NASTY),
        drawing.status_mark(NASTY, NASTY),
        drawing.scale(6, 5, 4, (NASTY, NASTY)),
        drawing.way([drawing.Station(NASTY, NASTY, NASTY)], 0, NASTY),
        drawing.icon(NASTY),
    ]

    assert [d for d in drawn if "<script" in d] == []
    assert all("&lt;script" in d for d in drawn if d != drawn[2])


def test_voice_keeps_paragraphs_and_is_nothing_without_words():
    drawn = drawing.voice("Første.\n\nAndet.", "Frejas egne ord", "heart")

    assert drawn.startswith('<figure class="bf-voice is-heart"><blockquote><p>Første.</p><p>Andet.</p>')
    assert drawing.voice("") == ""


def test_way_is_walked_to_where_the_citizen_is_and_dotted_ahead():
    drawn = drawing.way(STATIONS, 1, "Freja")

    assert '<path class="ahead" d="M26,14 C34,4 43,34 51,24 C59,14 68,6 76,16 C83,25 91,30 99,18"/>' in drawn
    assert '<path class="walked" d="M1,26 C9,34 18,24 26,14"/>' in drawn
    assert '<li class="is-walked"><strong>Trin 1</strong>' in drawn
    assert '<li aria-current="step"><strong>Trin 2 – her er Freja nu</strong>' in drawn


def test_way_before_the_first_trin_is_all_ahead():
    drawn = drawing.way(STATIONS, -1)

    assert "walked" not in drawn
    assert "aria-current" not in drawn


def test_scale_says_in_words_what_it_draws():
    drawn = drawing.scale(6, 5, 4, ("Freja", "Jonas"))

    assert '<span class="is-c">Freja 6</span> <span class="is-w">Jonas 5</span>' in drawn
    assert "på en skala fra 1 til 10. Sidst sagde Freja 4." in drawn
    assert '<circle cx="55.2%" cy="14" r="6" class="c"/>' in drawn
    assert drawing.scale(None, None) == ""
    assert "Jonas 5" not in drawing.scale(6, None, None, ("Freja", "Jonas"))


def test_trin_and_status():
    assert drawing.trin_mark(2) == '<span class="bf-trin t2">Trin 2</span>'
    assert "ikke vurderet" in drawing.trin_mark(None)
    assert drawing.status_mark("på vej", "half") == '<span class="bf-status is-half">på vej</span>'


def test_the_tags_need_no_loading():
    page = Template('{% trin 2 %}|{% status "nået" "full" %}|{{ name|genitive }}|{% law "SEL § 85" %}')

    assert page.render(Context({"name": "Freja"})) == (
        '<span class="bf-trin t2">Trin 2</span>|<span class="bf-status is-full">nået</span>|Frejas|'
        '<span class="bf-law">SEL § 85</span>'
    )
