"""Each read of a table is noted for whoever keeps what was made of it, and refused where nothing may be read."""

import pytest

from nolimits.data import DataError, door


def test_what_is_read_meanwhile_is_noted_and_nothing_else():
    door.read("before")
    with door.noted() as names:
        door.read("events")
        door.read("events")
    door.read("after")
    assert names == {"events"}


def test_whoever_notes_within_another_is_not_the_only_one_to_note():
    with door.noted() as outer:
        door.read("one")
        with door.noted() as inner:
            door.read("two")
    assert (outer, inner) == ({"one", "two"}, {"two"})


def test_noting_ends_where_something_goes_wrong():
    with pytest.raises(KeyError), door.noted() as names:
        raise KeyError("x")
    door.read("after")
    assert names == set()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (lambda view: view.value("wool.exports", 2022), {"wool.exports"}),
        (lambda view: view.value("wool.exports", 2099), {"wool.exports"}),
        (lambda view: view.register("events"), {"events"}),
        (lambda view: view.register("projects"), {"projects", "milestones"}),
        (lambda view: view.evidence.rows("claims"), {"claims"}),
        (lambda view: view.evidence.frame("observations"), {"observations"}),
        (lambda view: view.evidence.keys("remarks"), {"remarks"}),
    ],
)
def test_whatever_asks_the_tables_is_noted_each_time(frozen, asked, names):
    for _ in range(2):  # what is asked twice is read from disk only once
        with door.noted() as read:
            asked(frozen)
        assert names <= read


def test_a_growth_that_follows_from_two_levels_rests_on_no_rate_being_stated(frozen):
    with door.noted() as read:
        assert frozen.growth("wool.exports", 2023).known
    assert {"wool.exports", "wool.exports_yoy"} <= read


def test_what_was_read_for_a_value_that_is_kept_is_noted_for_all_who_ask_for_it():
    memo: dict = {}

    def make() -> int:
        door.read("claims")
        return 5

    for _ in range(2):
        with door.noted() as names:
            assert door.memoise(memo, "five", make) == 5
        assert names == {"claims"}
    assert list(memo) == ["five"]


def test_a_value_that_could_not_be_made_is_made_the_next_time():
    memo: dict = {}
    with pytest.raises(ZeroDivisionError):
        door.memoise(memo, "x", lambda: 1 // 0)
    assert door.memoise(memo, "x", lambda: 1) == 1


def test_where_the_door_is_shut_a_read_is_refused_and_afterwards_it_is_open():
    with door.shut("the drawing of trade-level"), pytest.raises(DataError) as refused:
        door.read("events")
    assert str(refused.value) == "the drawing of trade-level reads 'events': take what it needs from the tables before"
    door.read("events")


def test_what_is_read_in_another_process_is_noted_in_a_file_once(tmp_path, monkeypatch):
    monkeypatch.setenv(door.TRACE, str(tmp_path / "one"))
    for name in ("events", "events", "claims"):
        door.read(name)
    monkeypatch.setenv(door.TRACE, str(tmp_path / "two"))
    door.read("events")
    assert (tmp_path / "one").read_text().split() == ["events", "claims"]
    assert (tmp_path / "two").read_text().split() == ["events"]
