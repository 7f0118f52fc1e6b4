"""Texts counted by hand: what Python and the browser must both say of them."""

from typing import NamedTuple


class Example(NamedTuple):
    text: str
    words: int
    sentences: int
    long_words: int


EXAMPLES = {
    "empty": Example("", 0, 0, 0),
    "only marks": Example(" … !? – \n\n -", 0, 0, 0),
    "one sentence": Example("Jeg vil gerne bo for mig selv", 7, 1, 0),
    "a full stop ends the last sentence once": Example("Jeg ringer. Du kommer.", 4, 2, 0),
    "seven letters are long and six are not": Example("Sekser syvende", 2, 1, 1),
    "question, cry and three dots": Example("Kommer du? Ja! Men... Jeg ved ikke… Måske.", 8, 5, 0),
    "a colon before a capital letter": Example("Aftalen er: Jonas ringer. Det er: i morgen.", 8, 3, 1),
    "abbreviations go on": Example("Hun får bl.a. Mindstehjælp, jf. SEL § 85, stk. 2, nr. 1.", 11, 1, 1),
    "an abbreviation at the end of a line": Example("Mad, vask osv.\nDu ringer selv.", 6, 2, 0),
    "a title and an initial": Example("Spørg dr. Holm eller A. Jensen. De ved det.", 9, 2, 0),
    "hours and days": Example("Vi mødes kl. 9. Jonas kommer den 2. september 2026.", 10, 2, 1),
    "a day in numbers": Example("Senest 2. 9. 2026, altså 2.9.2026. Ikke før.", 8, 2, 0),
    "a money with points": Example("Det koster 1.234.567 kr. Om året.", 6, 1, 0),
    "a number like a CPR is a word and never long": Example("Nummer 010190-1234 og 12345678.", 4, 1, 0),
    "points of a list": Example("Jeg vil:\n- ringe til lægen\n• Sove\n2) spise\n3. gå en tur", 10, 5, 0),
    "a line that a program broke": Example("Jeg vil gerne bo for\n  mig selv. Og have\nen kat", 11, 2, 0),
    "an empty line between": Example("Min drøm\n\nJeg vil sejle\r\n\r\nOg fiske", 7, 3, 0),
    "quotes and brackets": Example("Hun sagde: »Jeg kan selv.« (Det kan hun.) Godt!", 9, 4, 0),
    "a mark after a bracket": Example("Han kom (for sent). Hun kom ikke.", 7, 2, 0),
    "hyphens and slashes": Example("Sagsbehandler og/eller SFO-leder uden it-vejledning", 6, 1, 3),
    "a soft hyphen": Example("Kommu\u00adnen", 1, 1, 1),
    "letters with their ring beside them": Example("Fora\u030arsferie", 1, 1, 1),
    "a percentage": Example("Det er 20 %. Det er nok.", 6, 2, 0),
    "more than one space": Example("Jeg   går.\t Du   står.", 4, 2, 0),
    "of the administration": Example(
        "Borgeren bevilges mentorstøtte med henblik på at understøtte progression i forhold "
        "til beskæftigelse. Såfremt indsatsen ikke har den ønskede effekt, revurderes foranstaltningen.",
        22,
        2,
        13,
    ),
    "in plain words": Example(
        "Du får en mentor. Han hjælper dig på vej til et job. Virker det ikke, finder vi på noget andet.",
        20,
        3,
        1,
    ),
}
# words and sentences as above; worked out by hand: words / sentences + 100 * long / words.
NUMBERS = {"of the administration": (70, "meget svær"), "in plain words": (12, "meget let")}
HEAVY = {
    "Vi iværksætter hjælpen.": [("iværksætter", "sætter i gang", False)],
    "SÅFREMT du vil, og såfremt du kan": [("SÅFREMT", "hvis", False), ("såfremt", "hvis", False)],
    "med henblik på at flytte": [("med henblik på at", "for at", False)],
    "med  henblik\npå flytning": [("med  henblik\npå", "til", False)],
    "med henblik påklage": [],
    "funktionsevnen og funktionsevnes": [
        ("funktionsevnen", "det, man kan", True),
        ("funktionsevnes", "det, man kan", True),
    ],
    "idets ider": [],
    "progressionsplan": [],
    "uprogression": [],
    "støttebehov/behandlingsbehov": [
        ("støttebehov", "brug for støtte", False),
        ("behandlingsbehov", "brug for behandling", False),
    ],
    "constructor, __proto__ og toString": [],
    "": [],
}
