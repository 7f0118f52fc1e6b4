"""A table that leaves the system is for whoever wrote it alone, and what is no file keeps its rights."""

import os
import stat

from borgerforloeb.documents import spreadsheet


def rights(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_one_that_was_there_are_the_owners_alone(tmp_path):
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    old.write_text("mere end der nu kommer, og mere til")
    old.chmod(0o644)

    for path in (new, old):
        spreadsheet.write(path, ["Navn"], [["Åse"]])
        assert rights(path) == 0o600
        assert path.read_text("utf-8-sig").splitlines() == ["Navn", "Åse"]


def test_what_is_no_file_keeps_its_rights(tmp_path):
    """Written to /dev/null as root, it would else be shut to everybody on the machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pipe.chmod(0o644)
    reader = os.open(pipe, os.O_RDWR)
    try:
        spreadsheet.write(pipe, ["Navn"], [["Åse"]])
        assert "Åse" in os.read(reader, 100).decode("utf-8-sig")
    finally:
        os.close(reader)
    assert rights(pipe) == 0o644
