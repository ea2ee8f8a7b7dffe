"""The README and its companions are true: commands, files and options that they name exist."""

import re
import subprocess
import tomllib

import pytest
import small
import yaml
from conftest import ROOT

from nolimits.manuscript import parameter_lines

PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_each_target_of_make_that_is_named_exists(paper):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        word
        for words in re.findall(r"`make ([a-z ]+)`|^make ([a-z]+)", paper.read_text(), re.MULTILINE)
        for part in words
        for word in part.split()
    }
    assert named
    assert named <= targets


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_each_path_that_is_named_exists(paper):
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:toml|txt|yml|cff|md))`", paper.read_text())
    missing = [name for name in named if not (ROOT / name).exists() and not name.startswith(("_build", ".venv"))]
    assert missing == []


def test_each_parameter_that_is_named_exists():
    for section, name in re.findall(r"--set (\w+)\.(\w+)=", (ROOT / "README.md").read_text()):
        assert name in parameter_lines(ROOT / "notebooks" / f"{section}.ipynb")


def test_make_alone_lists_the_targets():
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"book", "test", "check", "serve"} <= {line.split()[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("verb", ["check", "build", "serve"])
def test_each_verb_tells_its_options(verb):
    done = small.nolimits(ROOT, verb, "--help")
    assert done.returncode == 0
    assert "usage: nolimits" in done.stdout


def test_the_pinned_set_has_hashes_and_names_no_index():
    text = (ROOT / "requirements.txt").read_text()
    pinned = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", text, re.MULTILINE)
    assert len(pinned) > 50
    assert len(re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned)
    assert not re.search(r"https?://|--index|--find-links", text)


def test_each_direct_dependency_is_pinned():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pinned = set(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    for requirement in wanted:
        assert re.match(r"[\w.-]+", requirement)[0].replace("_", "-").lower() in pinned


def test_the_citation_can_be_read():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert cited["title"].startswith("No Limits?")
    assert cited["cff-version"] == "1.2.0"
