from hashlib import sha256

import pytest

from borgerforloeb.documents.engine import Pdf
from plans import pdf


@pytest.fixture
def quick_press(monkeypatch):
    """A file that differs as the words do; what it was asked to draw, in order."""
    asked = []

    def render(html, *, title, large, **how):
        asked.append(large)
        return Pdf(b"%PDF-1.7 " + sha256(html.encode()).hexdigest().encode(), 1, title)

    monkeypatch.setattr(pdf, "render", render)
    return asked
