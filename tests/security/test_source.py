"""What the source may not say, read from its syntax: questions past the gate, markup past the escaping."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("borgerforloeb", "roles", "plans", "networkmeetings", "outcomes")
CODE = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")])
WEB = re.compile(r"/(views|forms|templatetags)/|/(views|forms|tasks|middleware|widgets)\.py$")
# What a question says when it goes through the gate.
GATED = (
    "visible_to(", "visible_courses(", "visible_citizens(", "may_know(", "may_read(", "access.rows()",
    "access.persons()",
)  # fmt: skip
# Tables that hold nothing of a citizen.
OPEN = ("User", "OrgUnit", "Section", "Session", "Authenticator", "HeldForm", "Passkey")
ASKED_FOR = "the course was fetched through the gate above it; only rows of its own"
OWN = "the asker's own"
CONTROL = "for the log reviewer or the administrator; `require_capability` stands above it"
# Questions in the web layer that do not name the gate, and why they need not.
LET_BE = {
    "accounts/views.py:held_form": OWN,
    "audit/forms.py:LogFilterForm": CONTROL,
    "casework/forms/consents.py:AnswerForm": "those who must answer for a person whom the reader knows",
    "casework/forms/fields.py:PersonField": ASKED_FOR,
    "casework/views/barriers.py:block_lift": ASKED_FOR,
    "casework/views/barriers.py:staff_citizens": CONTROL,
    "casework/views/barriers.py:staff_citizen_end": CONTROL,
    "casework/views/consents.py:consents": ASKED_FOR,
    "casework/views/emergencies.py:_get_emergency": "for those who judge it; narrowed by what they are",
    "casework/views/emergencies.py:_openings": "of an emergency that was fetched for its judge",
    "casework/views/outside.py:outside": OWN,
    "casework/views/outside.py:_get_search": OWN,
    "casework/views/protection.py:_get_lift": ASKED_FOR,
    "casework/views/reading.py:access_end": OWN,
    "casework/views/requests.py:requests": ASKED_FOR,
    "casework/views/requests.py:_get_request": ASKED_FOR,
    "casework/views/sharing.py:law_end": ASKED_FOR,
    "logreview/views/access.py:employee": CONTROL,
    "logreview/views/figures.py:breaches": CONTROL,
    "logreview/views/review.py:queue": CONTROL,
    "logreview/views/review.py:_events": CONTROL,
    "logreview/views/review.py:_get_case": CONTROL,
    "logreview/views/rules.py:rule": CONTROL,
    "logreview/views/rules.py:flags": CONTROL,
    "logreview/views/rules.py:flag_end": CONTROL,
    "logreview/views/review.py:answers": OWN,
    "logreview/views/review.py:answer": OWN,
    "networkmeetings/views/moving.py:_pressed_twice": "whether it still stands there; what is shown is gated",
    "pages/views.py:course_log": ASKED_FOR,
    "plans/views/moving.py:_get_moved": OWN,
    "staff/views/laid_aside.py:rows": "for an administrator, who is shown neither person nor course",
    "staff/views/laid_aside.py:_get_notice": "for an administrator, who is shown neither person nor course",
}
QUESTION = re.compile(
    rf"\b(?!(?:{'|'.join(OPEN)})\b)[A-Z]\w+\.(?:objects|_default_manager|_base_manager)\b(?!\.none\(\))"
    r"|get_(?:object|list)_or_404\([A-Z]\w+,|\.cursor\(\)|\.raw\(|\.extra\("
)


def questions_past_the_gate(source: str) -> list[tuple[str, str]]:
    """(where, what) of each question to a table whose own statement does not lead through the gate."""
    found = []
    for top in ast.parse(source).body:
        for statement in ast.walk(top) if isinstance(top, ast.FunctionDef | ast.ClassDef) else ():
            said = _own_words(statement) if isinstance(statement, ast.stmt) else ""
            if QUESTION.search(said) and not any(word in said for word in GATED):
                found.append((top.name, said))
    return found


def _own_words(statement: ast.stmt) -> str:
    """A statement's own expressions, without the statements inside it."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return ""
    return " ".join(
        ast.unparse(part)
        for part in ast.iter_child_nodes(statement)
        if isinstance(part, ast.expr | ast.withitem)
    )


def test_the_web_layer_asks_through_the_gate():
    asked = {
        f"{str(path.relative_to(ROOT)).removeprefix('borgerforloeb/')}:{where}": what
        for path in CODE
        if WEB.search(f"/{path.relative_to(ROOT)}")
        for where, what in questions_past_the_gate(path.read_text(encoding="utf-8"))
    }

    assert {where: what for where, what in asked.items() if where not in LET_BE} == {}
    assert LET_BE.keys() - asked.keys() == set(), "they need no exception any more"


@pytest.mark.parametrize(
    "line",
    [
        "x = Goal.objects.get(pk=1)",
        "return get_object_or_404(Goal, pk=1)",
        "for x in Note._base_manager.all():\n        pass",
        "with connection.cursor() as c:\n        pass",
    ],
)
def test_the_search_finds_a_question_past_the_gate(line):
    assert len(questions_past_the_gate(f"def view(request):\n    {line}\n")) == 1


def test_the_search_lets_gated_questions_be():
    assert (
        questions_past_the_gate("def v(r):\n    return get_object_or_404(visible_courses(r.user), pk=1)")
        == []
    )


# --- markup


# What is trusted without being a word of our own: each is made of parts that were escaped one by one.
ESCAPED_BEFORE = {
    "accounts/drawing.py:_station",
    "accounts/formfield.py:_group",
    "accounts/markup.py:html",
    "accounts/markup.py:joined",
    "accounts/widgets.py:attributes",
}


def trusted(source: str) -> set[str]:
    """The functions that say of some text that it is markup, but for words that stand in the source."""
    names = {"mark_safe", "SafeString", "SafeText"}
    return {
        top.name
        for top in ast.parse(source).body
        if isinstance(top, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(top)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in names
        and not (node.args and isinstance(node.args[0], ast.Constant))
    }


def test_nothing_that_somebody_wrote_is_said_to_be_markup():
    found = {
        f"{str(path.relative_to(ROOT)).removeprefix('borgerforloeb/')}:{where}"
        for path in CODE
        for where in trusted(path.read_text(encoding="utf-8"))
    }

    assert found == ESCAPED_BEFORE


def test_no_word_is_written_into_a_sentence_before_it_is_escaped():
    written = [
        f"{path.name}:{node.lineno}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"html", "format_html"}
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert written == []


def test_templates_escape_everything():
    unsafe = re.compile(
        r"\|\s*(safe|safeseq)\b|{%\s*autoescape|{%\s*filter|\|\s*(linebreaks|linebreaksbr|urlize)\b"
    )
    escaped_by_django = {"linebreaks", "linebreaksbr", "urlize"}
    found = {
        (str(path.relative_to(ROOT)), match[0])
        for path in TEMPLATES
        for match in unsafe.finditer(path.read_text(encoding="utf-8"))
        if match[2] not in escaped_by_django
    }

    assert found == set()


def test_no_template_writes_into_a_script_or_a_style():
    loose = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:|srcdoc=", re.I)

    assert [
        (path.name, match[0])
        for path in TEMPLATES
        for match in loose.finditer(path.read_text(encoding="utf-8"))
    ] == []


def test_script_makes_no_markup_of_text():
    """The strict policy stops a script, not a form or a link that was put in."""
    sinks = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|"
        r"DOMParser|\beval\(|new Function|setTimeout\(\s*[\"']"
    )
    own = sorted((ROOT / "static" / "js").glob("*.js"))

    assert own
    assert [(path.name, match[0]) for path in own for match in sinks.finditer(path.read_text())] == []


# --- files that a spreadsheet opens


def test_what_is_given_out_as_a_table_is_known():
    """One place writes them, by one rule; that no cell is a formula is tested in test_fuzz.py (D41)."""
    table = re.compile(r"text/csv|spreadsheetml|^\s*(import|from) (csv|openpyxl|xlsxwriter)", re.M)

    assert [str(path.relative_to(ROOT)) for path in CODE if table.search(path.read_text())] == [
        "borgerforloeb/documents/spreadsheet.py"
    ]
