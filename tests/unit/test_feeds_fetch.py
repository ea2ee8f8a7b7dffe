"""`nolimits fetch` brings what publishers state, shows it and writes it; a fault of a source leaves the tables alone."""

import hashlib
import json

import pytest
import yaml
from publishers import DAY, GOOD, SDMX, SERIES, Answer, declaration, publisher, sheet, web

from nolimits.cli import main
from nolimits.feeds import FeedError, attempt, fetch

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    monkeypatch.setenv("OFFICE_KEY", "a key")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("NOLIMITS_DATA", raising=False)


@pytest.fixture
def declare(frozen_tables):
    """Declare a feed of a client at an address beside the frozen tables."""

    def made(client, address, name="office", **more):
        folder = frozen_tables.folder / "feeds"
        folder.mkdir(exist_ok=True)
        place = f"{address}|IMF_DATA" if client == "sdmx" else address
        told = declaration(client, place, *SERIES[client], since=2023, **more)
        if client == "comtrade":
            told["key"] = "OFFICE_KEY"
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")

    return made


@pytest.fixture
def run(frozen_tables, capsys):
    """Run the command on the frozen tables: exit code, output, complaints."""

    def command(*arguments):
        written = [] if {"--dry-run", "--try"} & set(arguments) else ["--yes"]
        code = main(["fetch", *arguments, *written, "--data", str(frozen_tables.folder), "--on", DAY])
        return code, *capsys.readouterr()

    return command


def state(folder) -> dict[str, str]:
    """A hash of each file of a folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


# --- what is written


def test_new_figures_are_shown_and_written_with_their_source(declare, run, frozen_tables):
    with publisher(*GOOD["table"]) as server:
        declare("table", server.address)
        code, out, err = run("office", "--brief")
    assert (code, err) == (0, "")
    assert out.startswith("office: 3 new figures, 0 changed ones, 0 as the tables have them\n")
    assert out.endswith("4 rows written\n")
    _, rows = frozen_tables.read("observations")
    made = [(row["period_end"], row["value"], row["known_on"]) for row in rows if row["source"] == f"office-{DAY}-wool"]
    assert made == [("2023-10-31", "90.6", DAY), ("2023-11-30", "82.94", DAY), ("2023-12-31", "77.63", DAY)]


def test_what_is_fetched_again_changes_nothing(declare, run, frozen_tables):
    with publisher(*GOOD["table"]) as server:
        declare("table", server.address)
        run("office", "--brief")
        before = state(frozen_tables.folder)
        code, out, _ = run("office", "--brief")
    assert (code, out.splitlines()[-1]) == (0, "nothing to write")
    assert "0 new figures, 0 changed ones, 3 as the tables have them" in out
    assert state(frozen_tables.folder) == before


def test_a_changed_figure_is_added_and_the_old_row_stays(declare, run, frozen_tables, capsys):
    revised = Answer.of("brent-monthly.csv", ("82.94", "83.01"))
    with publisher(*GOOD["table"], revised) as server:
        declare("table", server.address)
        run("office", "--brief")
        main(["fetch", "office", "--brief", "--yes", "--data", str(frozen_tables.folder), "--on", "2024-03-03"])
    out, _ = capsys.readouterr()
    assert "0 new figures, 1 changed one, 2 as the tables have them" in out
    assert "wool.price, November 2023: 83.01 (office-2024-03-03-wool) against 82.94 (office-2024-02-03-wool)" in out
    _, rows = frozen_tables.read("observations")
    held = [(row["value"], row["known_on"]) for row in rows if row["period_end"] == "2023-11-30"]
    assert held == [("82.94", DAY), ("83.01", "2024-03-03")]


def test_a_dry_run_writes_nothing(declare, run, frozen_tables):
    with publisher(*GOOD["table"]) as server:
        declare("table", server.address)
        before = state(frozen_tables.folder)
        code, out, _ = run("office", "--brief", "--dry-run")
    assert (code, out.splitlines()[-1]) == (0, "a dry run: 4 rows not written")
    assert state(frozen_tables.folder) == before


def test_a_figure_that_breaks_a_rule_is_refused_by_its_name_and_hinders_no_other(declare, run, frozen_tables):
    known = {"indicator": "wool.price", "period_start": "2023-01-01", "value": "80", "qualifier": "exact"}
    for end, value in (("2023-01-31", "80"), ("2023-02-28", "80"), ("2023-03-31", "80")):
        start = f"{end[:7]}-01"
        cells = {**known, "period_start": start, "period_end": end, "value": value, "known_on": "2023-04-01"}
        frozen_tables.plant("observations", **cells, source="wire-2023-04-01-wool")
    told = {"source": "wire-2023-04-01-wool", "url": "https://example.org/w", "published": "2023-04-01"}
    more = {"publisher": "Wire", "title": "Wool", "precision": "day", "language": "en", "kind": "wire"}
    frozen_tables.plant("sources", **told, **more)
    with publisher(Answer.of("brent-monthly.csv", ("82.94", "8294000.5"))) as server:
        declare("table", server.address)
        code, out, _ = run("office", "--brief")
    assert code == 1
    assert "office-2024-02-03-wool: wool.price, November 2023: observations: value: more than 100 times" in out
    assert out.splitlines()[-1] == "3 rows written, 1 refused"


def test_all_sources_are_asked_where_none_is_named_and_one_with_a_fault_hinders_no_other(declare, run, frozen_tables):
    with publisher(*GOOD["table"]) as good, publisher(Answer(b"<html></html>")) as bad:
        declare("table", good.address, "good")
        declare("worldbank", bad.address, "bad", word="trade")
        code, out, err = run("--brief")
    assert (code, out.splitlines()[-1]) == (1, "4 rows written")
    assert err.startswith(f"nolimits: {bad.address}/country/NOR/indicator/NY.WOOL.CD sent something else than JSON")
    assert err.count("\n") == 1


# --- a fault of each kind

FAULTS = {
    "no answer": (Answer(b"{}", after=0.4), "gave no answer within 0.1 seconds"),
    "too many requests": (Answer(status=429, headers={"Retry-After": "1"}), "answered 429 Too Many Requests"),
    "a broken server": (Answer(status=500), "answered 500 Internal Server Error"),
    "a length that is not kept": (Answer(b"Date", claims=90), "sent an answer that is cut short"),
    "nothing": (Answer(), "answered with nothing|links to no file|cannot be read"),
    "a web page": (
        Answer(b"<html><br>Welcome</html>", headers={"Content-Type": "text/html"}),
        "something else than|web page|links to no file|cannot be read",
    ),
}
CLIENTS = sorted(GOOD)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_leaves_the_tables_as_they_were(declare, frozen_tables, tmp_path, client, fault):
    answer, said = FAULTS[fault]
    before = state(frozen_tables.folder)
    with publisher(answer) as server:
        declare(client, server.address)
        found = fetch(["office"], DAY, frozen_tables.folder, web(tmp_path, answer=0.1))
    (sentence,) = found.faults
    with pytest.raises(FeedError, match=said):
        raise FeedError(sentence)
    assert (found.arrivals, "\n" in sentence) == ((), False)
    assert state(frozen_tables.folder) == before


@pytest.mark.parametrize("client", CLIENTS)
def test_a_server_that_recovers_is_read(declare, frozen_tables, tmp_path, client):
    with publisher(Answer(status=500), *GOOD[client]) as server:
        declare(client, server.address)
        found = fetch(["office"], DAY, frozen_tables.folder, web(tmp_path))
    assert (found.faults, len(found.arrivals)) == ((), 1)


UNITS = {
    "comtrade": (Answer.of("comtrade.json", ("9100500000.0", "-9100500000.0")), "outside of 0"),
    "worldbank": (Answer.of("worldbank.json", ('"unit": ""', '"unit": "EUR"')), "is counted in 'EUR'"),
    "dbnomics": (Answer.of("dbnomics.json", ('"368"', '"999"')), "is counted in '999'"),
    "table": (Answer.of("brent-monthly.csv", ("90.6", "-90.6")), "has the publisher changed its unit"),
    "sdmx": (Answer.of("sdmx-structurespecific.xml", ("8.75", "-8.75"), **SDMX), "has the publisher changed its unit"),
}


@pytest.mark.parametrize("client", sorted(UNITS))
def test_another_unit_leaves_the_tables_as_they_were(declare, frozen_tables, tmp_path, client):
    answer, said = UNITS[client]
    with publisher(answer, *GOOD[client][1:]) as server:
        declare(client, server.address)
        (sentence,) = fetch(["office"], DAY, frozen_tables.folder, web(tmp_path)).faults
    assert said in sentence


# --- to try whether a source answers


@pytest.mark.parametrize("client", CLIENTS)
def test_a_trial_tells_what_was_asked_and_what_came_and_writes_nothing(declare, frozen_tables, tmp_path, client):
    before = state(frozen_tables.folder)
    with publisher(*GOOD[client]) as server:
        declare(client, server.address)
        trial = attempt("office", DAY, frozen_tables.folder, web(tmp_path))
    text = str(trial)
    assert text.startswith("office: Customs; free (https://example.org/terms)\n")
    assert f"  asked {server.address}" in text
    assert ": 200, " in text
    assert f"  {SERIES[client][0]['indicator']}: " in text
    assert text.endswith("\n  as expected")
    assert state(frozen_tables.folder) == before


def test_a_trial_of_a_source_that_has_changed_says_so_and_fails(declare, run):
    with publisher(Answer.of("brent-monthly.csv", ("Price", "Spot"))) as server:
        declare("table", server.address)
        code, out, err = run("--try", "office")
    assert (code, err) == (1, "")
    assert "  not as expected: office: brent-monthly.csv has no column 'Price': there are Date, Spot" in out


def test_a_trial_shows_no_key(declare, run):
    with publisher(*GOOD["comtrade"]) as server:
        declare("comtrade", server.address)
        code, out, _ = run("--try", "office")
    assert (code, "a key" in out, "a+key" in out) == (0, False, False)


# --- what is asked for wrongly


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tea"], "no feed is called 'tea': there are office"),
        (["--try", "tea"], "no feed is called 'tea': there are office"),
        (["office", "--on", "soon"], "'soon' is not a day"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_sentence(declare, frozen_tables, capsys, arguments, said):
    declare("table", "http://localhost:1")
    code = main(["fetch", *arguments, "--data", str(frozen_tables.folder)])
    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert err.startswith(f"nolimits: {said}")
    assert err.count("\n") == 1


def test_where_no_feed_is_declared_it_says_so(run):
    code, _, err = run()
    assert (code, "declares no feed: lay one there as NAME.yaml" in err) == (1, True)


def test_without_the_libraries_one_sentence_says_which(declare, frozen_tables, tmp_path, monkeypatch):
    import sys

    declare("table", "http://localhost:1")
    monkeypatch.setitem(sys.modules, "requests_cache", None)
    monkeypatch.delitem(sys.modules, "nolimits.feeds.session", raising=False)
    (sentence,) = fetch(["office"], DAY, frozen_tables.folder, web(tmp_path)).faults
    assert sentence.startswith("fetching needs requests_cache, which is not installed: pip install 'nolimits[fetch]'")


def test_the_book_needs_none_of_the_libraries():
    import subprocess
    import sys

    wanted = ["requests", "requests_cache", "tenacity", "sdmx"]
    code = f"import sys, nolimits.cli, nolimits.feeds; print([m for m in {wanted} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_answers_of_these_tests_are_whole():
    assert json.loads(GOOD["comtrade"][0].content)["count"] == 4
    assert sheet().content.startswith(b"PK")
