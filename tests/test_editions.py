"""A book is data as well as pages, and of any two books it can be said what differs, why, and which rows did it."""

import json
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
import small
import yaml
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator

from nolimits import cli, data, manuscript, prose
from nolimits.data import DataError, View
from nolimits.editions import snapshots, telling
from nolimits.editions.causes import CAUSES
from nolimits.editions.compare import KINDS, compare
from nolimits.pagemodel.sentences import Run, sentences, split

pytestmark = pytest.mark.xdist_group("editions")
ROOT = small.ROOT
BEFORE, AFTER, EARLY = "2025-11-27", "2026-03-31", "2021-01-01"
SOURCE = "tass-2026-01-14-turnover"


@lru_cache
def book(day: str) -> snapshots.Book:
    """The real book as data, worked out once for a day."""
    return snapshots.book_of(View(day, folder=ROOT / "data"), ROOT)


@lru_cache
def change():
    """What differs between two days of the real book."""
    return compare(book(BEFORE), book(AFTER))


def valid(name: str, content: object) -> None:
    schema = json.loads((ROOT / f"nolimits/schemas/{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    assert [error.message[:300] for error in Draft202012Validator(schema).iter_errors(content)] == []


class Small:
    """A book of one chapter on tables that a test may change."""

    def __init__(self, tables, text: str) -> None:
        self.tables, self.root = tables, tables.folder.parent
        (self.root / "chapters").mkdir()
        (self.root / "_toc.yml").write_text("format: jb-book\nroot: chapters/one\n")
        (self.root / "_config.yml").write_text("title: Small\n")
        self.write(text)

    def write(self, text: str) -> None:
        (self.root / "chapters/one.md").write_text(f"# One\n\n{text}\n")

    def at(self, day: str = AFTER) -> snapshots.Book:
        return snapshots.book_of(View(day, folder=self.tables.folder), self.root)


@pytest.fixture
def small_book(tables):
    return lambda text: Small(tables, text)


# --- sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Trade fell. It rose again.", ["Trade fell.", "It rose again."]),
        ("V. Milov's paper holds it. The op-ed does not.", ["V. Milov's paper holds it.", "The op-ed does not."]),
        ("It was USD 2.4 bn in 2024. Then USD 3.1 bn.", ["It was USD 2.4 bn in 2024.", "Then USD 3.1 bn."]),
        ("Goods, e.g. Coal, fell; cf. No. 5 of J. K. Smith.", ["Goods, e.g. Coal, fell; cf. No. 5 of J. K. Smith."]),
        ("So they say (t006). “Nearly all.” Is it?", ["So they say (t006).", "“Nearly all.”", "Is it?"]),
        ("The U.S. Treasury did. 12 firms left!", ["The U.S. Treasury did.", "12 firms left!"]),
        ("A clause; another: a third", ["A clause; another: a third"]),
        ("", []),
    ],
)
def test_a_text_is_parted_into_its_sentences(text, wanted):
    assert split(text) == wanted


def test_a_sentence_keeps_its_anchor_whatever_its_roles_say():
    def said(*answers: str) -> list[str]:
        roles = [Run(answer, f"{{pick}}`{number}`") for number, answer in enumerate(answers)]
        return [s.anchor for s in sentences([Run("Trade "), roles[0], Run(" in 2025"), roles[1], Run(". More.")])]

    assert said("fell by 6.9%", "") == said("rose by 12%", ", below the peak")
    assert said("fell", "")[0] != said("fell", "")[1]


def test_the_sentences_that_one_role_gives_have_anchors_of_their_own():
    found = sentences([Run("One. Two here.", "{pick}`x`"), Run(" Three.")])
    assert [s.text for s in found] == ["One.", "Two here.", "Three."]
    assert len({s.anchor for s in found}) == 3


# --- the book as data


@pytest.mark.parametrize("day", [EARLY, BEFORE, AFTER])
def test_each_page_is_data_as_its_schema_says(day):
    named = book(day)
    contents = (ROOT / "_toc.yml").read_text()
    assert len(named.pages) == contents.count("file: ") + 1
    for page in named.pages.values():
        valid("page", page)
    valid("edition", named.manifest())


def test_every_chart_claim_and_verdict_is_in_it():
    named, view = book(AFTER), View(AFTER, folder=ROOT / "data")
    charts = {one["id"] for page in named.pages.values() for one in page["exhibits"]}
    text = "".join(cell["source"] for path in manuscript.notebooks(ROOT) for cell in manuscript.cells(path))
    assert charts
    assert all(f'id="{name}"' in text for name in charts)
    assert set(named.claims) == {row["claim"] for row in data.rows("claims", view.folder)}
    assert {one["claim"] for one in named.pages["chapters/ledger"]["verdicts"]} == set(named.claims)


@pytest.mark.parametrize("day", [EARLY, AFTER])
def test_anchors_are_unique_on_a_page_and_rows_are_told(day):
    for name, page in book(day).pages.items():
        for kind, key in (("numbers", "anchor"), ("sentences", "anchor"), ("exhibits", "id"), ("verdicts", "claim")):
            anchors = [one[key] for one in page[kind]]
            assert len(anchors) == len(set(anchors)), (name, kind)
            assert {row for one in page[kind] for row in one["rows"]} <= set(page["rows"]), (name, kind)


def test_no_sentence_shows_how_it_is_made():
    for page in book(AFTER).pages.values():
        assert [one["text"] for one in page["sentences"] if "{" in one["text"] or "`" in one["text"]] == []


def test_a_number_is_told_with_its_interval_its_rows_and_its_day(small_book):
    made = small_book("Trade came to {value}`value('trade.turnover', 2025)` in 2025.").at()
    (number,) = made.pages["chapters/one"]["numbers"]
    assert number["anchor"] == prose.anchor("value", "value('trade.turnover', 2025)")
    assert number["period"] == "2025-01-01/2025-12-31"
    assert number["value"]["low"] < number["value"]["high"]
    row = made.pages["chapters/one"]["rows"][number["rows"][0]]
    assert (row["indicator"], row["known_on"], row["source"]) == (
        "trade.turnover",
        number["known_on"],
        number["sources"][0],
    )


def test_a_passage_that_does_not_stand_today_is_not_in_it(small_book):
    text = ":::{when} known(value('trade.turnover', 2025))\nTrade of 2025 is known.\n:::\n\nThis stands always."
    made = small_book(text)
    assert [one["text"] for one in made.at(BEFORE).pages["chapters/one"]["sentences"]] == ["This stands always."]
    assert len(made.at(AFTER).pages["chapters/one"]["sentences"]) == 2


def test_that_only_the_day_moved_makes_no_other_page(small_book):
    made = small_book("As of {cutoff}`day` this is all.")
    pages = [made.at(day).pages["chapters/one"] for day in (BEFORE, AFTER)]
    assert pages[0]["sentences"] != pages[1]["sentences"]
    assert pages[0]["fingerprint"] == pages[1]["fingerprint"]


def test_a_page_that_cannot_be_answered_is_named(small_book):
    with pytest.raises(DataError, match=r"chapters/one\.md: .*no indicator is called"):
        small_book("{value}`value('no.such')`").at()


def test_a_cell_that_fails_is_named(tmp_path):
    root = small.book(tmp_path)
    small.notebook(root / "notebooks/rate.ipynb", "rate.key", "point", "2022-02-28", extra="1 / 0\n")
    with pytest.raises(DataError, match=r"notebooks/rate\.ipynb, cell 4: ZeroDivisionError"):
        snapshots.book_of(View(folder=root / "data"), root)


def test_files_give_the_book_back(tmp_path):
    for name in ("chapters", "notebooks"):
        (tmp_path / name).mkdir()
    snapshots.write(book(BEFORE), tmp_path)
    assert snapshots.load(tmp_path) == book(BEFORE)
    assert (tmp_path / "schemas/page.schema.json").is_file()


def test_a_snapshot_is_worked_out_once(small_book, tmp_path):
    made = small_book("This stands always.")
    view = View(AFTER, folder=made.tables.folder)
    first = snapshots.snapshot(view, made.root, None, tmp_path / "kept")
    (kept,) = (tmp_path / "kept").glob("*.json")
    stamp = kept.stat().st_mtime_ns
    assert snapshots.snapshot(view, made.root, None, tmp_path / "kept") == first
    assert kept.stat().st_mtime_ns == stamp


# --- what differs


@pytest.mark.parametrize("day", [EARLY, AFTER])
def test_a_book_does_not_differ_from_itself(day):
    found = compare(book(day), book(day))
    assert not found
    assert found.record()["same"] is True
    assert telling.text(found) == f"Nothing differs: both are the edition {book(day).edition}."


def test_the_winter_of_2026_turned_trade_around():
    turn = next(
        one for one in change().of("direction") if one.asked == "{direction}`growth('trade.turnover', 'latest ytd')`"
    )
    assert (turn.before.split()[0], turn.after.split()[0]) == ("fell", "rose")
    assert turn.causes == ("new-period",)
    assert [(row["indicator"], row["period"]) for row in turn.came] == [("trade.turnover_yoy", "2026-01-01/2026-02-28")]
    assert "January to February 2026" in telling.text(change())


def test_each_verdict_that_turned_has_its_row_or_its_day():
    turned = change().of("verdict")
    assert {one.asked for one in turned} == {
        claim for claim, word in book(AFTER).claims.items() if book(BEFORE).claims[claim] != word
    }
    for one in turned:
        assert one.came or "day" in one.causes, one.asked
        assert all(BEFORE < row["known_on"] <= AFTER for row in one.came if row["known_on"]), one.asked


def test_every_change_has_a_known_cause_and_a_kind():
    assert {one.kind for one in change().changes} <= set(KINDS)
    assert all(set(one.causes) <= set(CAUSES) for one in change().changes)
    assert all(one.causes for one in change().changes if one.kind != "part")
    assert "code" not in change().causes


@lru_cache
def lone() -> dict[str, str]:
    """The only row for the newest period of an indicator that has several periods and on which no claim rests."""
    tests = (ROOT / "data/criteria.csv").read_text()
    view = View(AFTER, folder=ROOT / "data")
    for name in view.indicators:
        known = [figure for figure in view.series(name, "year", whole=True) if not figure.forecast]
        if len(known) > 1 and known[-1] == view.value(name) and len(view.takes(name, known[-1].period)) == 1:
            (row,) = known[-1].rows
            if name not in tests and row.qualifier == "exact":
                return next(r for r in data.rows("observations", view.folder) if told(r) == row.anchor)
    raise AssertionError("no indicator is fit for the test")


KEY = ("indicator", "period_start", "period_end", "known_on", "source")


def told(row: dict[str, str]) -> str:
    return ".".join(row[column] for column in KEY)


def asked() -> str:
    expression = f"value('{lone()['indicator']}')"
    return f"In {{period}}`{expression}` it was {{value}}`{expression}`."


def planted(name: str, one: Small) -> tuple[snapshots.Book, snapshots.Book]:
    """The small book before and after something happened to the row that it asks for."""
    tables, row, before = one.tables, lone(), one.at()
    key, other = {column: row[column] for column in KEY}, str(float(row["value"]) + 5)
    match name:
        case "new-period":
            later = {"period_start": "2026-01-01", "period_end": "2026-12-31", "known_on": "2027-01-14"}
            tables.plant("observations", **key | later, value=other, qualifier="exact")
        case "revision":
            tables.plant("observations", **key | {"known_on": "2026-06-14"}, value=other, qualifier="exact")
        case "correction":
            tables.plant("corrections", **key, expect=row["value"], action="ignore", reason="a slip")
        case "edited":
            tables.change("observations", key, value=other)
        case "definition":
            tables.change("indicators", {"indicator": row["indicator"]}, unit="GW")
    return before, one.at(AFTER if name in ("correction", "edited", "definition") else "2027-02-01")


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("new-period", "new-period"),
        ("revision", "revision"),
        ("correction", "correction"),
        ("edited", "correction"),
        ("definition", "definition"),
    ],
)
def test_a_number_tells_why_it_is_another(small_book, name, cause):
    found = compare(*planted(name, small_book(asked())))
    (number,) = found.of("number")
    (sentence,) = found.of("sentence")
    assert (number.cause, sentence.cause) == (cause, cause)
    assert number.page == "chapters/one"
    assert bool(number.came and number.went) == (cause != "definition")


def test_a_new_entry_of_a_register_is_told(small_book):
    one = small_book("The register has {number}`count('events', kind='bond')` bonds.")
    before = one.at()
    one.tables.plant(
        "events",
        event="fin-999",
        section="finance",
        date="2026-06-01",
        actor="China",
        kind="bond",
        direction="supports",
        description="A bond",
        source=SOURCE,
        known_on="2026-06-01",
    )
    (number,) = compare(before, one.at("2026-07-01")).of("number")
    assert number.causes == ("new-entry",)
    assert [row["says"] for row in number.came] == ["A bond"]


def test_time_alone_can_make_a_difference(small_book):
    one = small_book("Announced are {number}`count('measures', state='announced', goods='kites')`.")
    one.tables.plant(
        "measures",
        measure="ru-kites",
        imposed_by="Russia",
        goods="kites",
        kind="fee",
        announced="2025-11-01",
        effective="2026-01-01",
        terms="a fee",
        source=SOURCE,
        known_on="2025-11-01",
    )
    (number,) = compare(one.at(BEFORE), one.at(AFTER)).of("number")
    assert number.causes == ("day",)


def test_other_words_for_the_same_rows_are_code(small_book):
    one = small_book(asked())
    before = one.at()
    one.write(asked().replace("it was", "it came to"))
    (only,) = compare(before, one.at()).changes
    assert (only.kind, only.cause) == ("sentence", "code")
    assert (only.before.count("it was"), only.after.count("it came to")) == (1, 1)


def test_a_parameter_is_a_definition(tmp_path):
    root = small.book(tmp_path)
    notebook = root / "notebooks/rate.ipynb"
    notebook.write_text(notebook.read_text().replace("`value('rate.key')`", "`value('rate.key') * factor`"))
    view = View(AFTER, folder=root / "data")
    before, after = (snapshots.book_of(view, root, {"rate": {"factor": factor}}) for factor in (1.5, 2.0))
    (number,) = compare(before, after).of("number")
    assert number.causes == ("definition",)


def test_a_test_put_otherwise_is_a_definition(small_book):
    one = small_book("The ledger.\n\n:::{statements}\n:::")
    before = one.at()
    claim = next(key for key, word in before.claims.items() if word == "confirmed")
    row = next(row for row in data.rows("criteria", one.tables.folder) if row["claim"] == claim)
    one.tables.change("criteria", {"claim": claim}, confirmed_if=row["refuted_if"], refuted_if=row["confirmed_if"])
    (verdict,) = compare(before, one.at()).of("verdict")
    assert (verdict.asked, verdict.before, verdict.cause) == (claim, "confirmed", "definition")


def test_an_exhibit_drawn_from_other_rows_is_told(tmp_path):
    root = small.book(tmp_path)
    before, after = (snapshots.book_of(View(day, folder=root / "data"), root) for day in (BEFORE, AFTER))
    found = compare(before, after)
    assert "trade-chart" in {one.anchor for one in found.of("exhibit")}
    assert "trade-chart" in {one.anchor for one in found.of("headline")}


# --- how it is told


def test_the_record_of_a_comparison_is_as_its_schema_says():
    valid("diff", json.loads(telling.record(change())))
    valid("diff", json.loads(telling.record(compare(book(EARLY), book(EARLY)))))


def test_the_text_leads_with_counts_and_verdicts():
    lines = telling.text(change()).splitlines()
    assert "verdicts turned" in lines[3]
    text = "\n".join(lines)
    assert text.index("VERDICTS TURNED") < text.index("HEADLINES") < text.index("NUMBERS")
    assert len(telling.text(change(), everything=True).splitlines()) > 2 * len(lines)


def test_the_page_stands_alone_and_lets_no_cell_become_markup(small_book):
    one = small_book("Of late: {number}`count('events', kind='bond')`.")
    before = one.at()
    one.tables.plant(
        "events",
        event="fin-999",
        section="finance",
        date="2026-06-01",
        actor="China",
        kind="bond",
        direction="supports",
        description="<script>alert(1)</script>",
        source=SOURCE,
        known_on="2026-06-01",
    )
    made = telling.html(compare(before, one.at("2026-07-01")))
    soup = BeautifulSoup(made, "lxml")
    assert not soup.select("script, link, img, iframe")
    assert "<script>alert(1)</script>" in soup.get_text()


def test_the_command_compares_a_day_with_a_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    for name in ("chapters", "notebooks"):
        (tmp_path / name).mkdir()
    snapshots.write(book(AFTER), tmp_path)
    assert cli.main(["diff", str(tmp_path), AFTER]) == 0
    assert capsys.readouterr().out.startswith("Nothing differs")


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("yesterday", "neither a day nor a folder"),
        ("2025-02-30", "is not a day"),
        ("1990-01-01", "nothing was known by"),
        ("data", "there is no such file"),
    ],
)
def test_what_is_no_edition_is_refused_in_a_sentence(old, said, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert cli.main(["diff", old, AFTER]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_a_folder_with_a_damaged_edition_is_refused(tmp_path, capsys):
    for text, said in (
        ("{", "cannot be read"),
        ("[]", "not an edition's manifest"),
        ('{"pages": {"a": ""}}', "no such file"),
    ):
        (tmp_path / "edition.json").write_text(text)
        assert cli.main(["diff", str(tmp_path), str(tmp_path)]) == 1
        assert said in capsys.readouterr().err


def test_days_come_before_the_book_and_in_order():
    assert snapshots.earlier(["2025-11-27", "2025-09-10", "2030-01-01"], "2025-11-27") == ["2025-09-10"]
    named = yaml.safe_load((ROOT / "_config.yml").read_text())["sphinx"]["config"]["nolimits_editions"]
    assert all(Path(ROOT / "data").is_dir() and View(day, folder=ROOT / "data").cutoff == day for day in named)


def test_staged_and_executed_pages_give_the_same_book(tmp_path):
    root = small.book(tmp_path / "root")
    view = View(AFTER, folder=root / "data")
    staged = shutil.copytree(root, tmp_path / "staged")
    notebook = json.loads((staged / "notebooks/rate.ipynb").read_text())
    injected = {
        "cell_type": "code",
        "id": "x",
        "metadata": {"tags": ["injected-parameters"]},
        "outputs": [],
        "execution_count": None,
        "source": f'cutoff = "{AFTER}"',
    }
    notebook["cells"].insert(2, injected)
    (staged / "notebooks/rate.ipynb").write_text(json.dumps(notebook))
    assert snapshots.book_of(view, staged) == snapshots.book_of(view, root)
