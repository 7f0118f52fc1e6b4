import pytest

from tests.press import Press


@pytest.fixture
def own_press(tmp_path, settings, request):
    """One that a test may ill-treat; `request.param` is what it is started with."""
    press = Press(tmp_path / "p", *getattr(request, "param", ()))
    press.folder.mkdir()
    settings.PDF_SOCKET = press.start()
    yield press
    press.stop()
