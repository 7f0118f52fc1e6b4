"""Two texts and what both began with: nothing of either is lost, and nothing is made up."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from borgerforloeb.accounts.merging import (
    AT_MOST,
    END,
    SAVED,
    WRITTEN,
    From,
    joined,
    merge,
    refuse_marks,
)

BASE = "Freja bor hjemme. Hun sover dårligt. Hun vil gerne have et job."
SENTENCES = ("Freja sover.", "Hun ringer kl. 10 til Bo.", "Han kommer.", "Vi ses.", "Nej!", "Godt?")
texts = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from((" ", "\n", "\n\n", "  "))), max_size=9
).map(lambda pairs: "".join(f"{words}{gap}" for words, gap in pairs).strip())
anything = st.text("aA. \n⟦é", max_size=40)


def whose(pieces):
    return [piece.whose for piece in pieces if piece.whose is not From.BOTH]


def test_changes_in_two_sentences_stand_together():
    pieces = merge(BASE, BASE.replace("dårligt", "bedre"), BASE.replace("et job", "en læreplads"))

    assert joined(pieces) == "Freja bor hjemme. Hun sover bedre. Hun vil gerne have en læreplads."
    assert whose(pieces) == [From.THEIRS, From.MINE]


def test_changes_in_one_sentence_are_for_the_writer_to_choose():
    """Put together, "skal ikke til lægen på tirsdag" was said by nobody."""
    pieces = merge("Han skal til lægen.", "Han skal ikke til lægen.", "Han skal til lægen på tirsdag.")

    assert whose(pieces) == [From.CLASH]
    assert joined(pieces) == (
        f"{SAVED}Han skal ikke til lægen.{END} {WRITTEN}Han skal til lægen på tirsdag.{END}"
    )


@pytest.mark.parametrize(
    ("base", "changed", "more", "merged"),
    [
        ("A er her.", "B er her.", "A er her. Mere.", "B er her. Mere."),
        ("A er her.", "B er her.", "Mere. A er her.", "Mere. B er her."),
    ],
)
def test_to_write_on_beside_a_sentence_is_not_to_change_it(base, changed, more, merged):
    assert joined(merge(base, changed, more)) == merged
    assert joined(merge(base, more, changed)) == merged


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_what_both_added_at_the_end_stands_one_after_the_other(gap):
    pieces = merge(BASE, f"{BASE}{gap}Hun ringede.", f"{BASE}{gap}Mor ringede.")

    assert joined(pieces) == f"{BASE}{gap}Hun ringede.{gap}Mor ringede."
    assert whose(pieces) == [From.EACH]


def test_two_who_began_with_nothing_get_a_line_each():
    assert joined(merge("", "Hun ringede.", "Mor ringede.")) == "Hun ringede.\nMor ringede."


def test_what_was_saved_and_sent_again_with_more_stands_once():
    assert joined(merge("", "Hun ringede.", "Hun ringede. Mor også.")) == "Hun ringede. Mor også."
    assert joined(merge("", "Hun ringede. Mor også.", "Hun ringede.")) == "Hun ringede. Mor også."


def test_what_one_took_away_is_taken_away_and_told():
    pieces = merge(BASE, BASE.replace("Hun sover dårligt. ", ""), f"{BASE} Hun ringede.")

    assert joined(pieces) == "Freja bor hjemme. Hun vil gerne have et job. Hun ringede."
    assert [piece.base for piece in pieces if piece.whose is From.THEIRS] == ["Hun sover dårligt. "]


def test_what_one_took_away_and_the_other_changed_is_a_choice():
    pieces = merge(BASE, BASE.replace("Hun sover dårligt. ", ""), BASE.replace("dårligt", "bedre"))

    assert From.CLASH in whose(pieces)
    assert "Hun sover bedre." in joined(pieces)


def test_an_abbreviation_ends_no_sentence():
    assert whose(merge("Ring kl. 10 til Bo.", "Ring kl. 11 til Bo.", "Ring kl. 10 til Ib.")) == [From.CLASH]


@given(texts, texts, texts)
@example("", "", "")
def test_nothing_that_somebody_wrote_is_lost(base, theirs, mine):
    merged = joined(merge(base, theirs, mine))

    for text in (theirs, mine):
        for sentence in SENTENCES:
            # It is not in what both began with, so the other cannot have taken it away.
            if sentence in text and sentence not in base:
                assert sentence in merged


@given(anything, anything, anything)
def test_each_text_can_be_read_out_of_the_pieces(base, theirs, mine):
    """Not one character more or less, whatever was written."""
    pieces = merge(base, theirs, mine)

    assert "".join(piece.base for piece in pieces) == base
    assert "".join(piece.theirs for piece in pieces) == theirs
    assert "".join(piece.mine for piece in pieces) == mine
    for piece in pieces:
        assert piece.theirs in piece.text or piece.theirs == piece.base or piece.mine.startswith(piece.theirs)
        assert piece.mine in piece.text or piece.mine == piece.base or piece.theirs.startswith(piece.mine)


@given(anything, anything)
def test_where_one_has_changed_nothing_the_others_text_stands_unmarked(base, other):
    assert joined(merge(base, other, base)) == other
    assert joined(merge(base, base, other)) == other
    assert joined(merge(base, other, other)) == other


@pytest.mark.parametrize("text", ["A. " * 20_000, "a\n" * 20_000, "A. " * AT_MOST + "\nB"])
def test_a_very_long_text_is_put_together_too(text):
    merged = joined(merge(text, f"{text}\nHun ringede.", f"Mor ringede.\n{text}"))

    assert "Hun ringede." in merged
    assert "Mor ringede." in merged


def test_a_text_that_nobody_has_chosen_in_is_refused():
    refuse_marks(BASE)
    refuse_marks("Et ⟦mærke⟧ som nogen selv har skrevet.")
    for text in ("⟦Gemt imens: A⟧", "A ⟦Du skrev:"):
        with pytest.raises(ValidationError):
            refuse_marks(text)
