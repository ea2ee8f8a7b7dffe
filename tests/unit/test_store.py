"""What is kept from one build to the next is what would be made now: of the same inputs, and of the rows as they are."""

import os
import shutil

import pytest

from nolimits.claims import claims, weigh
from nolimits.claims.history import words_on
from nolimits.claims.words import turning_text
from nolimits.data import door, store


class Maker:
    """Makes a value of some names that it reads, and counts how often."""

    def __init__(self, value: object = 1, *reads: str) -> None:
        self.value, self.reads, self.times = value, reads, 0

    def __call__(self) -> object:
        self.times += 1
        for name in self.reads:
            door.read(name)
        return self.value


@pytest.fixture
def kept(tmp_path):
    with store.at(tmp_path / "store", "code"):
        yield tmp_path / "store"


def test_where_there_is_no_folder_nothing_is_kept(monkeypatch):
    monkeypatch.delenv(store.FOLDER, raising=False)
    make = Maker()
    assert [store.remember("x", 1, make), store.remember("x", 1, make)] == [1, 1]
    assert make.times == 2


@pytest.mark.parametrize("value", [float("nan"), [1.5, float("inf")]])
def test_a_figure_that_is_not_finite_is_made_again_and_never_comes_back_as_another(kept, value):
    make = Maker(value)
    assert [repr(store.remember("x", 1, make)) for _ in range(2)] == [repr(value)] * 2
    assert make.times == 2


def test_a_value_is_made_once_and_comes_back_as_json_holds_it(kept):
    make = Maker({"a": [1, None, "ü"]})
    assert [store.remember("x", 1, make) for _ in range(3)] == [make.value] * 3
    assert make.times == 1
    assert store.where() == (str(kept), "code")


def test_values_of_other_inputs_kinds_and_code_are_others(kept):
    for value, (kind, told) in enumerate((("x", 1), ("x", 2), ("y", 1), ("x", ["1", 1]))):
        assert store.remember(kind, told, Maker(value)) == value
    with store.at(kept, "other code"):
        assert store.remember("x", 1, Maker("new")) == "new"
    assert store.remember("x", 1, Maker("new")) == 0


def test_another_process_is_told_the_folder_by_its_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(store.FOLDER, str(tmp_path))
    monkeypatch.setenv(store.CODE, "code")
    assert store.remember("x", 1, Maker(1)) == 1
    with store.at(tmp_path, "code"):
        assert store.remember("x", 1, Maker(2)) == 1


def test_a_value_is_recalled_only_while_the_rows_that_were_read_are_the_same(kept, frozen_tables):
    def made() -> bool:
        make = Maker(1, "wool.exports", "events")
        assert store.remember("x", 1, make, frozen_tables.view().evidence) == 1
        return make.times == 1

    assert made()
    assert not made()
    frozen_tables.change("observations", {"indicator": "tea.stock"}, note="looked at again")
    assert not made()
    frozen_tables.change("observations", {"indicator": "wool.exports"}, note="looked at again")
    assert made()
    frozen_tables.change("events", {"event": "tal-001"}, description="Another treaty")
    assert made()
    assert not made()


def test_what_was_read_for_a_recalled_value_is_noted(kept, frozen):
    for _ in range(2):
        with door.noted() as names:
            store.remember("x", 1, Maker(1, "claims"), frozen.evidence)
        assert names == {"claims"}


@pytest.mark.parametrize("damage", ["", "x", "cut", "other", "\ud800"])
def test_a_damaged_file_is_made_anew(kept, damage):
    store.remember("x", 1, Maker(1))
    (path,) = kept.iterdir()
    text = path.read_text()
    match damage:
        case "cut":
            path.write_text(text[:-3])
        case "other":
            path.write_text(text.replace('"value": 1', '"value": 2'))
        case "\ud800":
            path.write_bytes(b"\xff\xfe")
        case _:
            path.write_text(damage)
    make = Maker(1)
    assert (store.remember("x", 1, make), make.times) == (1, 1)
    assert path.read_text() == text


def test_a_value_that_cannot_be_made_leaves_nothing(kept):
    with pytest.raises(ZeroDivisionError):
        store.remember("x", 1, lambda: 1 // 0)
    assert not kept.exists()


def test_of_many_values_those_that_nobody_asked_for_lately_go(kept):
    for number in range(5):
        store.remember("x", number, Maker(number))
    for age, path in enumerate(sorted(kept.iterdir())):
        os.utime(path, (1000 - age, 1000 - age))
    store.remember("x", 3, Maker(None))  # asked for
    store.prune(kept, 2)
    left = [number for number in range(5) if store.remember("x", number, Maker("gone")) != "gone"]
    assert len(left) == 2
    assert 3 in left


def test_what_would_turn_a_verdict_is_told_anew_when_what_is_measured_is_another(kept, frozen_tables):
    def told() -> tuple[str, str]:
        view = frozen_tables.view()
        verdict = weigh(claims(view.evidence)["l001"], view)
        with store.at(kept / "new", "code"):
            made = turning_text(verdict, view)
        shutil.rmtree(kept / "new")
        return turning_text(verdict, view), made

    first, _ = told()
    frozen_tables.change("observations", {"indicator": "wool.imports", "period_start": "2023-01-01"}, value="98")
    second, made = told()
    assert second == made != first


def test_how_a_claim_stood_on_some_days_follows_the_rows_of_those_days(kept, frozen_tables):
    def told() -> list[str]:
        view = frozen_tables.view()
        return words_on(claims(view.evidence)["p005"], view, ["2021-12-31", "2022-12-31"])

    assert told() == ["confirmed", "refuted"]
    frozen_tables.change("milestones", {"date": "2022-02-01"}, status="negotiating")
    assert told() == ["confirmed", "confirmed"]
