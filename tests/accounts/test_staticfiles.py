import pytest

from borgerforloeb.accounts.staticfiles import NamedOnce


@pytest.fixture
def storage(settings, tmp_path):
    settings.DEBUG = False
    found = NamedOnce(location=tmp_path, base_url="/static/")
    found.hashed_files = {"css/base.css": "css/base.0123.css"}
    return found


def test_the_address_carries_the_mark_of_the_files_content(storage):
    assert [storage.url("css/base.css") for _ in range(2)] == ["/static/css/base.0123.css"] * 2


def test_a_file_that_does_not_exist_is_missed(storage):
    with pytest.raises(ValueError, match="Missing"):
        storage.url("css/none.css")
