"""What nobody means to write into a field, and how English gives itself away in a Danish answer."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

# Each has broken a form somewhere: signs that a database or a parser does not take, numbers that are none,
# days that do not exist, more than there is room for, and another kind of thing than was asked for.
ODD: tuple[Any, ...] = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202e\u200b\ufeff",
    "²",
    "٣٣٣",
    "-1",
    "0",
    "1e400",
    "NaN",
    "-Infinity",
    "9" * 40,
    "2147483648",
    "9223372036854775808",
    "2026-02-30",
    "31.12.0000",
    "01.01.0001",
    "31.12.9999",
    "25:61",
    "' OR 1=1 --",
    "%s %(x)s {0} {{ x }}",
    "../../etc/passwd",
    "🙂" * 300,
    "å" * 200_000,
    ["1", "1", "\x00"],
    ["", "x" * 5000],
    [],
)
words = st.one_of(
    st.sampled_from([one for one in ODD if isinstance(one, str) and len(one) < 5000]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.uuids().map(str),
)
made_up_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["id", "rawId", "response", "type", "clientDataJSON", "signature"]),
                st.text(max_size=10),
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)
# Words of Django's own that are no Danish words.
ENGLISH = re.compile(
    r"\b(the|this|that|is|not|value|valid|invalid|field|characters?|ensure|select|enter|required|please|"
    r"choice|number|must|be|than|with|error|incorrect|list|of|allowed)\b",
    re.IGNORECASE,
)


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("odd.txt", b"\x00\xff" * 50)


def english(messages: list[str], *, said: str) -> list[str]:
    """Those that are not Danish; what was sent may be quoted."""
    return [message for message in messages if ENGLISH.search(message.replace(said, ""))]
