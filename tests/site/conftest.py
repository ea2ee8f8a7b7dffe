"""What tests of whole builds share: a small book that has been built once, and copies to try something on."""

import shutil

import edits
import pytest
from edits import Trial


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Trial:
    """A small book that has been built once."""
    folder = tmp_path_factory.mktemp("built")
    trial = Trial(folder, edits.book(folder / "book"), 1)
    done = trial.build()
    assert done.returncode == 0, done.stderr
    return trial


@pytest.fixture
def trial(built, tmp_path) -> Trial:
    """A copy of it, with all that its builds keep."""
    shutil.copytree(built.folder, tmp_path / "trial")
    return Trial(tmp_path / "trial", tmp_path / "trial/book", 1)
