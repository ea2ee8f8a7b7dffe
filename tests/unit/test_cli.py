"""The command line says what is wrong in one sentence, exits with 1 or, wrongly used, 2, and prints what it is asked for."""

import json
import os
import resource
import subprocess
import sys

import pytest
import shtab
import yaml
from faults import keep, keep_up
from manuscripts import Manuscript
from trees import CHART, OLD, tree

from nolimits import editions
from nolimits.cli import main, words
from nolimits.cli.verbs import VERBS
from nolimits.cli.words import parser, without_effect

pytestmark = pytest.mark.slow


@pytest.fixture
def book(frozen_tables, monkeypatch) -> Manuscript:
    """A book in whose folder commands are run."""
    rate = "The rate is {value}`value('bank.rate')`."
    made = Manuscript(
        frozen_tables, summary=rate, ledger=":::{statements}\n:::", registers=":::{register} remarks\n:::"
    )
    keep_up(frozen_tables, "bank.rate")
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("NOLIMITS_DATA", raising=False)
    return made


@pytest.fixture
def run(capsys):
    """Run the command: exit code, output, complaints."""

    def command(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return command


# --- what is wrong


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--jobs", "0"], "'0' is not a whole number above 0"),
        (["build", "--jobs", "²"], "'²' is not a whole number above 0"),
        (["build", "--jobs", "many"], "'many' is not a whole number above 0"),
        (["build", "--colour"], "unrecognized arguments: --colour"),
        (["sing"], "invalid choice: 'sing'"),
        ([], "the following arguments are required: VERB"),
        (["cite", "book", "--style", "mla"], "invalid choice: 'mla'"),
        (["claims", "p001", "--section", "trade"], "--section has no effect with CLAIM"),
        (["claims", "p001", "--turned-since", "2023-03-05"], "--turned-since has no effect with CLAIM"),
        (["claims", "p001", "--format", "csv"], "--format csv has no effect here: one claim is told as table or json"),
        (
            ["claims", "--turned-since", "2023-03-05", "--verdict", "refuted", "--section", "trade"],
            "--section and --verdict have no effect with --turned-since",
        ),
        (["fetch", "--try", "--yes", "--dry-run"], "--dry-run and --yes have no effect with --try"),
        (["fetch", "--format", "json"], "--format json has no effect here: only what --try tells has it"),
        (["add", "x.csv", "--published", "2023-03-05"], "--published has no effect without --mapping"),
        (["add", "x.csv", "--dry-run", "--yes"], "--yes has no effect with --dry-run"),
        (["publish", "site", "--cutoffs", "monthly", "--past", "monthly"], "--past has no effect with --cutoffs"),
        (["sweep", "verdicts", "--scheduler", "tcp://x:1", "--jobs", "2"], "--jobs has no effect with --scheduler"),
        (["sweep", "verdicts", "--scheduler", ""], "there is no address: name a cluster's"),
        (["diff", "latest", "latest", "--format", "json", "--all"], "--all has no effect with --format json"),
        (["--book", ".", "check", "--data", "x"], "--book has no effect with --data"),
        (["--book", ".", "new", "x"], "--book has no effect with new"),
        (["--book", ".", "completion", "bash"], "--book has no effect with completion"),
        (["clean", "x.ipynb", "--book", "."], "--book has no effect with NOTEBOOK"),
        (["verify", "x.png", "--site", ".", "--book", "."], "--book has no effect with --site"),
        (["diff", ".", "..", "--book", "."], "--book has no effect with two folders of editions"),
    ],
)
def test_a_command_that_is_none_is_refused_with_where_help_is(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.endswith("--help)\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claims", "--cutoff", "September"], "'September' is not a day"),
        (["claims", "--cutoff", "2025-02-30"], "'2025-02-30' is not a day"),
        (["claims", "--cutoff", "1990-01-01"], "nothing was known by 1990-01-01"),
        (["claims", "z999"], "z999"),
        (["claims", "--section", "sport"], "--section sport: no claim has it: one of talks, trade"),
        (["cite", "wool.turnovr"], "nothing is called 'wool.turnovr': perhaps wool.turnover"),
        (["cite", "book", "--accessed", "soon"], "'soon' is not a day"),
        (["check", "--data", "nowhere"], "--data nowhere: there is no such folder"),
        (
            ["diff", "yesterday", "latest"],
            "yesterday is neither a day nor a folder: write 2025-11-27, or name the folder",
        ),
        (["claims", "--cutoff", "9999-12-31"], "the newest row is of 2024-01-20: choose a day up to that one"),
        (["claims", "--turned-since", "2024-01-21"], "the newest row is of 2024-01-20: choose a day up to that one"),
        (["read", "chapters/summary", "--on", "2024-01-21"], "the newest row is of 2024-01-20"),
        (["cite", "book", "--cutoff", "2024-01-21"], "the newest row is of 2024-01-20"),
        (["diff", "2024-01-21", "latest"], "the newest row is of 2024-01-20"),
        (
            ["build", "--cutoff", "9999-12-31"],
            "the newest row is of 2024-01-20: choose a day up to that one, or `latest`",
        ),
        (["publish", "site", "--cutoff", "9999-12-31"], "the newest row is of 2024-01-20"),
        (["build", "--past", "soon"], "--past soon: 'soon' is not a day"),
        (["build", "--past", "2024-01-20"], "2024-01-20 is not before the book's own day, 2024-01-20"),
        (["build", "--out", "data/html"], "the folder lies among the book's sources: name one elsewhere"),
        (["serve", "--port", "70000"], "--port 70000: cannot be served on "),
        (["diff", "2023-02-30", "latest"], "'2023-02-30' is not a day"),
        (["diff", "1990-01-01", "latest"], "nothing was known by 1990-01-01"),
        (["diff", "data", "latest"], "there is no such file: name a day or the folder of a built edition"),
        (["build", "--out", "_config.yml"], "there is a file of that name: name a folder"),
        (["publish", "_config.yml"], "there is a file of that name: name a folder"),
        (["publish", "data"], "the folder holds something else than a site of editions"),
        (["build", "--out", "data"], "holds something else than a book: name a new or an empty one"),
        (["build", "--cutoff", "1990-01-01"], "nothing was known by 1990-01-01"),
        (["build", "--set", "trade.start"], "write SECTION.PARAM=VALUE"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_sentence(book, run, arguments, said):
    code, out, err = run(*arguments)
    *steps, told = err.splitlines()
    assert (code, out) == (1, "")
    assert told.startswith("nolimits: ")
    assert said in told
    assert all(step.startswith("checked ") for step in steps)


def test_the_newest_row_s_own_day_is_as_good_as_latest(book, run):
    assert run("claims", "--cutoff", "2024-01-20") == run("claims")


@pytest.mark.parametrize(("encoding", "sign"), [("ascii", "\\u2212"), ("latin-1", "\\u2212"), ("utf-8", "−")])
@pytest.mark.parametrize("verb", [["claims"], ["claims", "nobody−"]])
def test_a_terminal_that_lacks_a_sign_gets_an_escape(book, encoding, sign, verb):
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "nolimits.cli", *verb]
    done = subprocess.run(command, cwd=book.root, env=environment, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode(encoding)
    assert "Traceback" not in said
    assert (sign in said) or verb == ["claims"]
    assert done.returncode == (verb != ["claims"])


def test_a_build_file_that_is_no_object_is_no_book_of_ours(book, run):
    (book.root / "out").mkdir()
    (book.root / "out/build.json").write_text("[]")
    assert "holds something else than a book" in run("build", "--out", "out")[2]


def test_outside_of_a_book_it_says_so(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("build")
    assert code == 1
    assert "is not in a book: go to the folder that holds _toc.yml and data/" in err


# --- a book that is named


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    "verb",
    [
        ["check"],
        ["claims", "p001"],
        ["read", "chapters/summary"],
        ["cite", "p001", "--accessed", "2024-01-20"],
        ["clean"],
    ],
)
def test_a_verb_reads_the_book_that_is_named_as_it_would_in_its_folder(book, run, tmp_path_factory, verb, before):
    within = run(*verb)
    assert within[0] == 0
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    named = ("--book", book.root)
    assert run(*named, *verb) == within if before else run(*verb, *named) == within


def test_faults_of_a_book_that_is_named_are_told_from_its_root(book, run, tmp_path_factory):
    book.tables.change("observations", {"indicator": "bank.rate"}, source="nobody")
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    code, out, _ = run("--book", book.root, "check")
    assert code == 1
    assert all(line.startswith("data/observations.csv:") for line in out.splitlines())


def test_what_is_named_beside_a_book_is_looked_for_where_one_stands(book, run, tmp_path, monkeypatch):
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    (tmp_path / "desk/rates.csv").write_text((book.tables.folder / "observations.csv").read_text())
    code, out, err = run("--book", book.root, "add", "rates.csv", "--brief", "--yes")
    assert (code, "nothing to write" in out) == (0, True), err


def test_a_folder_that_is_no_book_is_told_and_nothing_is_made(book, run):
    (book.root / "empty").mkdir()
    code, out, err = run("--book", "empty", "build")
    assert (code, out) == (1, "")
    assert err == "nolimits: --book empty: there is no book: name the folder that holds _toc.yml and data/\n"
    assert list((book.root / "empty").iterdir()) == []


# --- a book to begin with


def test_a_new_book_is_laid_where_there_is_nothing(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    for place in ("deep/honey", "empty"):
        code, out, _ = run("new", place)
        assert (code, out.count("\n")) == (0, 1)
        assert run("--book", place, "check")[0] == 0
    assert (tmp_path / "empty/.gitignore").is_file()


@pytest.mark.parametrize("there", ["a file", "a folder with a file", "a link to nothing"])
def test_a_new_book_takes_nobodys_place(run, tmp_path, there):
    place = tmp_path / "place"
    match there:
        case "a file":
            place.write_text("mine")
        case "a folder with a file":
            place.mkdir()
            (place / ".hidden").write_text("mine")
        case _:
            place.symlink_to(tmp_path / "nothing")
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run("new", place)
    assert (code, out) == (1, "")
    assert err == f"nolimits: {place}: there is something already: name a folder that is empty, or not there yet\n"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_new_book_that_cannot_be_finished_leaves_nothing(run, tmp_path, monkeypatch):
    monkeypatch.setattr("nolimits.book.starter.STARTER", tmp_path / "starter")
    (tmp_path / "starter").mkdir()
    (tmp_path / "starter/a").write_text("a")
    (tmp_path / "starter/b").write_text("b")
    monkeypatch.setattr("nolimits.book.starter.CACHES", "z")
    for place, made in (("new", False), ("there", True)):
        if made:
            (tmp_path / place).mkdir()
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limit[1]))
        try:
            code, _, err = run("new", tmp_path / place)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        assert code == 1
        assert err.count("\n") == 1
        assert (tmp_path / place).exists() == made
        assert not made or list((tmp_path / place).iterdir()) == []


# --- check


def test_check_says_that_all_rules_hold(book, run):
    assert run("check") == (0, "", f"{book.tables.folder}: all rules hold\n")


def test_check_reports_rows_to_standard_output(book, run):
    book.tables.change("observations", {"indicator": "bank.rate"}, source="nobody")
    code, out, err = run("check")
    assert code == 1
    assert "observations.csv:" in out
    assert err in (f"{len(out.splitlines())} problems\n", "1 problem\n")


def test_check_asks_tests_of_claims_only_of_tables_that_hold(book, run):
    book.tables.change("criteria", {"claim": "l001"}, measure="value('no.such')")
    code, out, _ = run("check")
    assert (code, "criteria.csv" in out) == (1, True)


def test_check_proofreads_the_book_s_prose(book, run):
    book.write("It grew by 5 points.", "summary")
    code, out, _ = run("check")
    assert (code, out.startswith("chapters/summary.md:3: the number 5 is typed")) == (1, True)
    # of tables that are named only the tables are checked
    assert run("check", "--data", book.tables.folder)[0] == 0


def test_check_reports_a_setting_that_cannot_be(book, run):
    book.settings(title="Wool and Tea?", author="The testers", sphinx={"config": {"nolimits_start": "early"}})
    code, out, err = run("check")
    assert (code, err) == (1, "1 problem\n")
    assert out.startswith("_config.yml: sphinx.config.nolimits_start is 'early': write a year such as 2018")


UNBINDABLE = {
    "a slip in a part": ({"html": {"baseurll": "x"}}, "html.baseurll is no setting: perhaps baseurl"),
    "a slip of MyST's": (
        {"parse": {"myst_enable_extension": []}},
        "parse.myst_enable_extension is no setting: perhaps",
    ),
    "a button without a script": (
        {"launch_buttons": {"thebe": True}},
        "launch_buttons.thebe: cells do not run within a page",
    ),
    "no setting of MyST's": ({"parse": {"myst_wool": 2}}, "parse.myst_wool is no setting of MyST"),
    "no syntax": (
        {"parse": {"myst_enable_extensions": ["colon_fence", "attrs_inlin"]}},
        "parse.myst_enable_extensions: 'attrs_inlin' is not what MyST reads",
    ),
    "an index that is none": (
        {"sphinx": {"config": {"html_domain_indices": -1}}},
        "sphinx.config.html_domain_indices is -1: write true, false or a list of texts",
    ),
    "no yes and no no": (
        {"html": {"use_multitoc_numbering": 3}},
        "html.use_multitoc_numbering is 3: write true or false",
    ),
}


@pytest.mark.parametrize("case", UNBINDABLE)
def test_what_the_binding_would_refuse_or_pass_over_is_told_by_check(book, run, case):
    told, said = UNBINDABLE[case]
    book.settings(title="Wool and Tea?", author="The testers", **told)
    code, out, _ = run("check")
    assert (code, out.partition(said)[:2]) == (1, ("_config.yml: ", said))


def test_a_page_may_be_named_by_the_last_part_of_its_name_where_no_other_has_it(book, run):
    assert run("read", "summary", "--cutoff", "2023-06-30") == run("read", "chapters/summary", "--on", "2023-06-30")
    twice = book.root / "notebooks/summary.md"
    twice.write_text("# Again\n")
    toc = book.root / "_toc.yml"
    toc.write_text(toc.read_text() + "- file: notebooks/summary\n")
    code, out, err = run("read", "summary")
    assert (code, out, "no page is called summary" in err) == (1, "", True)


@pytest.mark.parametrize(
    "words",
    [
        ["read", "a\nb"],
        ["clean", "a\nb.ipynb"],
        ["check", "--data", "a\nb"],
        ["--book", "a\nb", "check"],
        ["add", "a\nb.csv"],
        ["add", "a\r\nb.csv"],
        ["diff", "a\nb", "2023-01-01"],
        ["claims", "--section", "a\nb"],
        ["verify", "x", "--site", "a\u2028b"],
    ],
)
def test_a_complaint_about_what_was_typed_with_a_break_of_lines_is_one_line(book, run, words):
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("blank", ["", "   ", "\n", "\u00a0"])
def test_a_book_has_a_title_and_an_author_that_can_be_seen(book, run, blank):
    for name, other in (("title", "author"), ("author", "title")):
        book.settings(**{name: blank, other: "The testers"})
        code, out, _ = run("check")
        assert (code, out) == (1, f"_config.yml: {name} is {blank!r}: write text that is not blank\n")


@pytest.mark.parametrize("verb", [["check"], ["claims"], ["verify", "a.svg"], ["new", "here"]])
def test_a_command_begun_in_a_folder_that_was_removed_says_so(tmp_path, run, monkeypatch, verb):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    monkeypatch.delenv("NOLIMITS_DATA", raising=False)
    (tmp_path / "gone").rmdir()
    assert run(*verb) == (1, "", "nolimits: the folder in which this runs was removed: go to one that is there\n")


@pytest.mark.parametrize("name", ["html_js_files", "html_extra_path", "include_patterns"])
def test_a_setting_of_sphinx_is_no_slip_because_another_is_near(book, run, name):
    settings = yaml.safe_load((book.root / "_config.yml").read_text(encoding="utf-8"))
    settings["sphinx"]["config"][name] = []
    book.settings(**settings)
    assert name not in run("check")[1]


def test_check_tells_a_series_that_nothing_uses_and_a_reason_too_many(book, run):
    named, *_ = book.tables.read("unused")[0]
    book.tables.drop("unused", **{named: "tea.stock"})
    keep(book.tables, "wool.exports")
    book.tables.change("indicators", {"indicator": "tea.sold"}, maximum="")
    code, out, _ = run("check")
    told = [line.split(": ")[1:3] for line in out.splitlines() if "wool.exports" in line or line.startswith("data/ind")]
    assert code == 1
    assert ["a series that nothing uses", "tea.stock"] in told
    assert ["no bound", "tea.sold"] in told
    assert ["a reason too many", "wool.exports"] in told


# --- claims, cite, diff, verify


def test_claims_are_listed_filtered_and_told_in_full(book, run):
    code, out, err = run("claims", "--format", "json", "--section", "talks", "--cutoff", "2023-01-31")
    assert (code, err) == (0, "")
    assert [one["claim"] for one in json.loads(out)] == ["l002", "p005", "p006"]
    assert run("claims", "l001")[1].startswith("l001  letter-2023, trade, comparison\n")
    assert run("claims", "--format", "csv")[1].startswith("claim,")
    turned = run("claims", "--turned-since", "2023-03-05")[1]
    assert (
        "l001  refuted, too weak to count → confirmed, too weak to count  Norland sells more wool than it buys."
        in turned
    )


@pytest.mark.parametrize(
    ("what", "part"),
    [
        ("l001", "[Verdict: confirmed; data from Customs]"),
        ("wool.turnover@2022", "Wool trade, 2022: USD 189 bn [Data point; data from Customs]"),
        ("summary", "chapters/summary.html"),
        ("book", "index.html"),
    ],
)
def test_anything_in_the_book_is_cited_by_its_name(book, run, what, part):
    code, out, err = run("cite", what, "--accessed", "2027-05-06")
    assert (code, err) == (0, "")
    assert part in out
    assert out.endswith("Accessed 6 May 2027.\n")


def test_an_early_edition_is_cited_as_of_its_day(book, run):
    _, out, _ = run("cite", "l001", "--cutoff", "2023-01-31", "--style", "csl", "--accessed", "2027-05-06")
    (item,) = json.loads(out)
    assert item["issued"] == {"date-parts": [[2023, 1, 31]]}
    assert item["edition"].startswith("2023-01-31-")
    assert item["medium"].startswith("Verdict: refuted")


def test_two_days_are_compared_in_each_form(book, run):
    code, out, _ = run("diff", "2023-01-31", "latest")
    assert (code, out.splitlines()[0]) == (0, "What differs between 31 January 2023 and 20 January 2024")
    assert "CHARTS" not in out
    assert json.loads(run("diff", "2023-01-31", "latest", "--format", "json")[1])["counts"]["verdict"] == 3
    assert run("diff", "2023-01-31", "latest", "--format", "html")[1].startswith("<!doctype html>")
    assert "SENTENCES" in run("diff", "2022-02-28", "latest", "--all")[1]
    assert run("diff", "latest", "2024-01-20")[1].startswith("Nothing differs: both are the edition 2024-01-20-")


def test_what_somebody_holds_is_verified(tmp_path, monkeypatch, run):
    home = tmp_path / "site"
    editions.publish(tree(tmp_path / "old", OLD), home)
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("verify", f"charts/{CHART}.html", "--site", home)
    assert (code, out.splitlines()[0]) == (0, f"known: chart {CHART}")
    assert run("verify", home / "editions" / OLD / f"charts/{CHART}/{CHART}.csv", "--site", home)[0] == 0
    (tmp_path / f"{CHART}.csv").write_text("x")
    for thing, left, word in ((tmp_path / f"{CHART}.csv", 1, "altered"), ("0123456789", 3, "unknown")):
        code, out, _ = run("verify", thing, "--site", home)
        assert (code, out.partition(":")[0]) == (left, word)
        code, out, _ = run("verify", thing, "--site", home, "--format", "json")
        assert (code, json.loads(out)["state"]) == (left, word)
    told = json.loads(run("verify", f"charts/{CHART}.html", "--site", home, "--format", "json")[1])
    assert told["editions"] == [{"edition": OLD, "cutoff": OLD[:10]}]
    assert set(told) == {"state", "what", "fingerprint", "editions", "since", "hint"}


def test_without_a_site_the_built_book_is_asked(book, run):
    tree(book.root / "_build/html", OLD)
    assert run("verify", f"charts/{CHART}.html")[0] == 0


# --- for machines, shells and other systems


def test_what_is_a_table_is_json_where_that_is_asked_for(run, book):
    found = json.loads(run("claims", "l001", "--format", "json")[1])
    assert (found["claim"], found["verdict"]) == ("l001", "confirmed")
    every = json.loads(run("claims", "--turned-since", "2023-03-05", "--format", "json")[1])
    (turned,) = (one for one in every if one["claim"] == "l001")
    assert (turned["before"], turned["after"]) == ("refuted", "confirmed")
    assert turned["rows"]
    assert json.loads(run("check", "--format", "json")[1]) == []


def test_problems_are_json_with_their_places(run, book):
    book.tables.change("observations", {"indicator": "bank.rate", "period_start": "2022-02-28"}, value="x")
    code, out, err = run("check", "--format", "json")
    (problem,) = json.loads(out)
    assert (code, problem["column"], problem["what"]) == (1, "value", "not a number")
    assert problem["problem"].startswith(problem["file"])
    assert err.endswith("1 problem\n")


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_an_example_in_its_help_that_is_a_command(run, verb):
    code, out, _ = run(verb, "--help")
    example = " ".join(out.rpartition("example: nolimits ")[2].split()).split(" > ")[0]
    assert (code, example.split()[0]) == (0, verb)
    options = parser().parse_args(example.split())
    assert without_effect(options) is None


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_shell_completes_verbs_and_options(run, shell):
    code, out, _ = run("completion", shell)
    assert code == 0
    assert all(verb in out for verb in VERBS)
    assert "--turned-since" in out


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("fcntl", "a Unix such as Linux or macOS: on Windows, run it in WSL"),
        ("playwright", "playwright, which is not installed: pip install 'nolimits[print]'"),
        ("shtab.main", "shtab, which is not installed: pip install shtab"),
    ],
)
def test_what_is_lacking_on_a_machine_is_said_in_one_sentence(run, book, monkeypatch, module, said):
    def lacking(_options):
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setitem(VERBS, "build", lacking)
    assert run("build") == (1, "", f"nolimits: build needs {said}\n")


def test_a_module_of_ours_that_is_not_there_is_no_fault_of_the_machine(run, book, monkeypatch):
    def lacking(_options):
        raise ModuleNotFoundError("No module named 'nolimits.lost'", name="nolimits.lost")

    monkeypatch.setitem(VERBS, "build", lacking)
    with pytest.raises(ModuleNotFoundError):
        run("build")


def test_the_shells_that_may_be_asked_for_are_those_that_can_be_completed():
    assert set(words.SHELLS) == set(shtab.SUPPORTED_SHELLS)


def test_the_words_alone_load_neither_the_tables_nor_what_completes():
    code = "import sys, nolimits.cli; print(*(name for name in ('nolimits.data', 'shtab', 'pandas') if name in sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == []
