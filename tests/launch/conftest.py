import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder with spaces in its path. Pytest's own are closed to the account that root's servers run as."""
    folder = Path(tempfile.mkdtemp(prefix="launch test "))
    folder.chmod(0o711)
    yield folder / "sti med mellemrum" / "var"
    shutil.rmtree(folder)


@pytest.fixture
def bare_environment() -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    chosen = ("DATABASE_URL", "BROKER_URL", "DEBUG", "DEMO", "VAR_DIR", "PORT", "BASE_URL")
    return {name: value for name, value in os.environ.items() if name not in chosen}
