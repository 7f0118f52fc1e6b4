import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from borgerforloeb.accounts.markup import html, joined

SENTENCE = '<a href="{url}">{name}</a>'


@pytest.mark.parametrize(
    "name", ["Freja", "<script>", "O'Said & søn", '" onclick="x', SafeString("<b>x</b>")]
)
def test_it_escapes_as_django_does(name):
    made = html(SENTENCE, url="/?a=1&b=2", name=name)

    assert made == format_html(SENTENCE, url="/?a=1&b=2", name=name)
    assert isinstance(made, SafeString)


def test_a_word_with_braces_stays_as_it_is():
    assert html("<p>{what}</p>", what="{url} {0}") == "<p>{url} {0}</p>"


def test_what_is_joined_is_html_or_escaped():
    assert joined([SafeString("<li>a</li>"), "<li>"]) == "<li>a</li>&lt;li&gt;"
