"""What a forge, a container or an archive reads of the project keeps its standard, and says what is so."""

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from conftest import ROOT
from jsonschema import Draft202012Validator
from packaging.specifiers import SpecifierSet

from nolimits.data import evidence

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
DOCKERFILE, DEVCONTAINER, BINDER = ROOT / "Dockerfile", ROOT / ".devcontainer" / "devcontainer.json", ROOT / ".binder"
STANDARDS = {
    "github-workflows": WORKFLOWS,
    "dependabot": [GITHUB / "dependabot.yml"],
    "github-issue-forms": FORMS,
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}
TEXT = {"type": "string"}
# of https://developers.zenodo.org, what a deposit may say of itself
DEPOSIT = {
    "type": "object",
    "required": ["title", "upload_type", "description", "creators", "access_right", "license"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1},
        "upload_type": {
            "enum": [
                *("publication", "poster", "presentation", "dataset", "image", "video", "software", "lesson"),
                *("physicalobject", "other"),
            ]
        },
        "description": {"type": "string", "minLength": 1},
        "version": {"type": "string"},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": dict.fromkeys(("name", "affiliation", "orcid", "gnd"), TEXT),
            },
        },
        "access_right": {"enum": ["open", "embargoed", "restricted", "closed"]},
        "license": {"enum": ["mit", "cc-by-4.0", "cc0-1.0"]},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "notes": {"type": "string"},
    },
}


def by_standard(name: str, *files) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def commands(path) -> str:
    """All that the steps of a workflow run."""
    jobs = yaml.safe_load(path.read_text())["jobs"].values()
    return "\n".join(step.get("run", "") for job in jobs for step in job["steps"])


@pytest.fixture(scope="module")
def pythons() -> set[str]:
    """The Pythons that the package is for."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    return {f"3.{minor}" for minor in range(30) if f"3.{minor}" in SpecifierSet(about)}


@pytest.fixture(scope="module")
def targets() -> set[str]:
    return set(re.findall(r"^([.a-z][\w./-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


# --- standards


@pytest.mark.slow
@pytest.mark.parametrize("name", STANDARDS)
def test_each_file_keeps_its_published_schema(name):
    assert STANDARDS[name]
    done = by_standard(name, *STANDARDS[name])
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("github-workflows", "on: push\njobs: {test: {runs-on: x, step: []}}"),
        ("dependabot", "version: 2\nupdates: [{package-ecosystem: pypi, directory: /}]"),
        ("github-issue-forms", "name: A wrong figure\nbody: []"),
        ("citation-file-format", "cff-version: 1.2.0\ntitle: x"),
    ],
)
def test_a_file_that_does_not_is_found(tmp_path, name, text):
    (tmp_path / "file.yml").write_text(text)
    assert by_standard(name, tmp_path / "file.yml").returncode == 1


def test_the_deposit_keeps_what_the_archive_takes():
    told = json.loads((ROOT / ".zenodo.json").read_text())
    assert list(Draft202012Validator(DEPOSIT).iter_errors(told)) == []
    assert list(Draft202012Validator(DEPOSIT).iter_errors(told | {"upload_type": "book"}))


@pytest.mark.slow
def test_each_file_names_its_licence_and_each_licence_lies_there():
    done = subprocess.run([sys.executable, "-m", "reuse", "lint", "--lines"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_licences_are_those_that_the_package_and_the_citation_name():
    there = {path.stem for path in (ROOT / "LICENSES").iterdir()}
    named = set(re.findall(r'^SPDX-License-Identifier = "(.*)"', (ROOT / "REUSE.toml").read_text(), re.MULTILINE))
    package = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"].split(" AND ")
    assert there == named == {*package, *yaml.safe_load((ROOT / "CITATION.cff").read_text())["license"]}


def test_version_and_authors_are_the_same_wherever_they_are_told():
    package = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    for name in ("codemeta.json", ".zenodo.json"):
        assert json.loads((ROOT / name).read_text())["version"] == package["version"] == cited["version"]
    assert [one["name"] for one in package["authors"]] == [one["name"] for one in cited["authors"]]


# --- facts


def test_the_workflow_tests_each_python_that_the_package_is_for(pythons):
    job = yaml.safe_load((GITHUB / "workflows" / "test.yml").read_text())["jobs"]["test"]
    assert set(job["strategy"]["matrix"]["python"]) == pythons


def test_images_and_binder_run_a_python_that_the_package_is_for(pythons):
    (image,) = re.findall(r"^FROM python:([\d.]+)-slim$", DOCKERFILE.read_text(), re.MULTILINE)
    (binder,) = re.findall(r"^python-([\d.]+)$", (BINDER / "runtime.txt").read_text(), re.MULTILINE)
    named = [found for path in WORKFLOWS for found in re.findall(r'python-version: "([\d.]+)"', path.read_text())]
    assert {image, binder, *named} <= pythons


@pytest.mark.parametrize("path", [*WORKFLOWS, DOCKERFILE, DEVCONTAINER], ids=lambda path: path.name)
def test_each_target_of_make_that_is_called_exists(path, targets):
    text = commands(path) if path in WORKFLOWS else path.read_text()
    # where a command begins: make is also the name of a package
    called = set(re.findall(r'(?:^|RUN |&& |"|; )\s*make ([.a-z][\w./-]*)', text, re.MULTILINE))
    assert called <= targets
    assert called or path.name == "links.yml"


def test_the_readmes_two_commands_are_what_is_run(targets):
    for text in (commands(GITHUB / "workflows" / "test.yml"), DOCKERFILE.read_text()):
        assert {"make book", "make test"} <= set(re.findall(r"\bmake (?:book|test)\b", text))


def test_the_links_that_are_looked_at_are_those_of_the_sources():
    (step,) = (
        step
        for step in yaml.safe_load((GITHUB / "workflows" / "links.yml").read_text())["jobs"]["links"]["steps"]
        if "lychee" in step["uses"]
    )
    files = [word for word in step["with"]["args"].split() if word.endswith(".csv")]
    assert "data/sources.csv" in files
    for name in files:
        assert "https://" in (ROOT / name).read_text(encoding="utf-8")


def test_the_devcontainer_is_made_from_the_dockerfile():
    told = json.loads(DEVCONTAINER.read_text())
    assert (DEVCONTAINER.parent / told["build"]["dockerfile"]).resolve() == DOCKERFILE
    assert (DEVCONTAINER.parent / told["build"]["context"]).resolve() == ROOT


def test_binder_installs_what_is_pinned_and_the_package_as_make_does():
    (leads,) = re.findall(r"^-r (.*)$", (BINDER / "requirements.txt").read_text(), re.MULTILINE)
    assert (BINDER / leads).resolve() == ROOT / "requirements.txt"
    last = BINDER / "postBuild"
    assert os.access(last, os.X_OK)
    assert subprocess.run(["sh", "-n", str(last)], check=False).returncode == 0
    (options,) = re.findall(r"pip install --quiet (--no-deps .*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert options in last.read_text()


@pytest.mark.parametrize(
    ("form", "table", "column"), [("missing-source", "sources", "kind"), ("unfair-test", "reviews", "kind")]
)
def test_what_a_form_lets_one_choose_is_what_the_tables_know(form, table, column):
    body = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / f"{form}.yml").read_text())["body"]
    (chosen,) = (one["attributes"]["options"] for one in body if one["type"] == "dropdown")
    assert tuple(chosen) == evidence(ROOT / "data").choices(table, column)


def test_the_examples_of_forms_are_there():
    known = evidence(ROOT / "data")
    told = {
        path.stem: [
            one.get("attributes", {}).get("placeholder", "") for one in yaml.safe_load(path.read_text())["body"]
        ]
        for path in FORMS
    }
    assert told["unfair-test"][0] in known.keys("claims")
    assert told["wrong-figure"][0].partition("@")[0] in known.indicators


# --- the steps that publish, really taken


def run(command: str, cwd) -> None:
    done = subprocess.run(["bash", "-e", "-c", command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_editions_are_kept_in_a_branch_of_their_own_from_the_first_on(tmp_path):
    steps = {
        step.get("name", ""): step.get("run", "")
        for step in yaml.safe_load((GITHUB / "workflows" / "publish.yml").read_text())["jobs"]["publish"]["steps"]
    }
    run("git init -q --bare -b main origin.git && git clone -q origin.git first", tmp_path)
    own = "git config user.name t && git config user.email t@example.org"
    run(
        f"{own} && git checkout -q -b main && echo book > book.txt && git add . && git commit -q -m begin && git push -q origin main",
        tmp_path / "first",
    )
    for number, name in enumerate(("first", "second", "third")):
        if number:
            run(f"git clone -q origin.git {name}", tmp_path)
        run(steps["lay out the branch"], tmp_path / name)
        site = tmp_path / name / "site"
        before = {path.name for path in site.iterdir()} - {".git"}
        assert before == {f"edition-{one}" for one in range(number)}
        if name != "third":
            (site / f"edition-{number}").write_text("kept")
        run(steps["keep what is new"], tmp_path / name)
    log = subprocess.run(
        ["git", "log", "--format=%s", "pages"], cwd=tmp_path / "origin.git", capture_output=True, text=True, check=True
    )
    assert len(log.stdout.splitlines()) == 2  # nothing new, no commit
