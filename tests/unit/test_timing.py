"""Whether measures follow upon those of the other side: the days that can be judged, and those that chance would give."""

from dataclasses import replace

import pytest
from conftest import known_by

from nolimits.data import DataError
from nolimits.language.timing import has_own_day, responses


def follows(side="Norland", day="latest", tables=None, **asked):
    view = tables.view(day) if tables else known_by(day)
    return responses(view, side, **({"within": 92, "since": "2022-01-01"} | asked))


def measures(found):
    return [row["measure"] for row in found.rows]


def test_each_day_of_a_side_is_told_with_the_first_later_day_of_the_other():
    found = follows()
    assert found.side == "Norland"
    assert found.days == ("2022-03-01", "2022-06-15", "2023-01-01")
    assert found.judged == {"2022-03-01": "2022-06-01", "2022-06-15": "", "2023-01-01": ""}
    assert (found.followed, found.share) == (1, pytest.approx(100 / 3))
    assert measures(found) == ["nor-wool-duty", "sud-tea-ban", "nor-tea-opening", "nor-late-fee"]


@pytest.mark.parametrize(("within", "later"), [(91, ""), (92, "2022-06-01"), (93, "2022-06-01")])
def test_a_step_in_so_many_days_follows_and_one_later_does_not(within, later):
    assert follows(within=within).judged["2022-03-01"] == later


@pytest.mark.parametrize(("body", "later"), [("bank", "2022-06-01"), ("", "2022-06-01"), ("state", "")])
def test_what_a_bank_does_follows_nothing_where_acts_of_state_are_asked(frozen_tables, body, later):
    frozen_tables.change("measures", {"measure": "sud-tea-ban"}, body="bank")
    asked = {"body": [body, "state"] if body == "bank" else body}
    assert follows(tables=frozen_tables, **asked).judged["2022-03-01"] == later


def test_a_step_on_the_same_day_does_not_follow(frozen_tables):
    frozen_tables.change("measures", {"measure": "sud-tea-ban"}, effective="2022-03-01")
    assert follows(tables=frozen_tables).judged["2022-03-01"] == ""


def test_the_first_of_several_later_steps_counts(frozen_tables):
    frozen_tables.change("measures", {"measure": "sud-wool-quota"}, effective="2022-06-02", announced="2022-06-01")
    assert follows(tables=frozen_tables).judged["2022-03-01"] == "2022-06-01"


@pytest.mark.parametrize(
    ("day", "judged"), [("2022-05-31", 0), ("2022-06-01", 1), ("2022-09-14", 1), ("2022-09-15", 2)]
)
def test_a_day_is_judged_once_its_time_is_over(day, judged):
    # 92 days after 1 March and after 15 June 2022 are 1 June and 15 September
    assert len(follows(day=day).judged) == judged


def test_nothing_is_shared_out_where_no_day_can_be_judged():
    found = follows(day="2022-05-31")
    assert (found.days, found.judged, found.followed, found.share) == (("2022-03-01",), {}, 0, None)


@pytest.mark.parametrize(("since", "first"), [("2022-03-01", "2022-03-01"), ("2022-03-02", "2022-06-15")])
def test_measures_count_from_a_day_on(since, first):
    assert follows(since=since).days[0] == first


@pytest.mark.parametrize(("day", "last"), [("2022-12-31", "2022-06-15"), ("2023-01-01", "2023-01-01")])
def test_a_measure_that_is_but_announced_is_no_step_yet(day, last):
    assert follows(day=day).days[-1] == last


def test_a_measure_of_which_only_the_report_has_a_day_is_left_out():
    assert "sud-wool-quota" not in measures(follows())
    held = {row["measure"]: has_own_day(row) for row in known_by().register("measures")}
    assert held == {
        "nor-wool-duty": True,
        "sud-tea-ban": True,
        "nor-tea-opening": True,
        "sud-wool-quota": False,  # in force on the day of its report, and announced on none
        "nor-late-fee": True,
    }


@pytest.mark.parametrize(
    ("cells", "own"),
    [
        ({"announced": "2022-06-30"}, True),
        ({"effective": "2022-06-30"}, True),
        ({"effective": ""}, False),
        ({"effective": "", "announced": "2022-06-30"}, False),
    ],
)
def test_a_measure_has_a_day_of_its_own_where_more_is_known_than_that_of_the_report(cells, own):
    quota = next(row for row in known_by().register("measures") if row["measure"] == "sud-wool-quota")
    assert has_own_day(quota.having(**cells)) is own


@pytest.mark.parametrize("kind", ["tariff", ("tariff", "import_ban")])
def test_a_kind_of_measure_is_kept_to_on_both_sides(kind):
    found = follows(kind=kind)
    assert found.days == ("2022-03-01",)
    assert found.judged == {"2022-03-01": "" if kind == "tariff" else "2022-06-01"}


@pytest.mark.parametrize(
    ("day", "side", "within", "chance"),
    [
        # of the 46 days from 1 May to the last step, 15 June 2022, the 31 of May come before 1 June, by 31 days at the most
        ("2022-08-31", "Norland", 31, 100 * 31 / 46),
        ("2022-08-31", "Norland", 30, 100 * 30 / 46),
        ("2022-08-31", "Norland", 1, 100 * 1 / 46),
        # 15 June is the other's day: the 14 days before it
        ("2022-08-31", "Sudland", 14, 100 * 14 / 46),
        # a day that no step may follow any more is no day of chance, nor is one whose time is not over: here 11 June
        ("2022-06-20", "Norland", 10, 100 * 10 / 41),
        ("2022-06-01", "Norland", 31, 100),
        ("2022-05-31", "Norland", 31, None),
    ],
)
def test_chance_is_the_share_of_days_to_the_last_step_that_would_have_been_followed(day, side, within, chance):
    found = follows(side, day, within=within, since="2022-05-01")
    assert found.chance == (None if chance is None else pytest.approx(chance))


def test_where_no_step_was_recorded_nothing_happens_by_chance():
    found = follows(since="2023-06-01")
    assert (found.days, found.chance, found.tail) == ((), None, None)


def test_the_tail_is_how_probable_so_many_or_more_are_by_chance():
    # 92 of the 366 days from 1 January 2022 to 1 January 2023 were followed, and one day of three
    missed = 1 - 92 / 366
    assert follows().tail == pytest.approx(100 * (1 - missed**3))
    # two of three: the days that were followed both times, whichever the third was
    found = follows()
    more = replace(found, judged=found.judged | {"2023-01-01": "2023-02-01"})
    assert more.tail == pytest.approx(100 * (3 * (92 / 366) ** 2 * missed + (92 / 366) ** 3))


@pytest.mark.parametrize(("followed", "tail"), [(False, 100), (True, 100 * 92 / 366)])
def test_none_or_more_are_certain_and_all_are_as_probable_as_their_product(followed, tail):
    found = replace(follows(), judged={"2022-03-01": "2022-06-01" if followed else ""})
    assert found.tail == pytest.approx(tail)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"within": 0}, "within=0 leaves no time to follow: write 1 day or more"),
        ({"side": "Eastland"}, "no measure is imposed by 'Eastland': the sides are Norland, Sudland"),
        ({"since": "soon"}, "'soon' is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, message):
    with pytest.raises(DataError) as refused:
        follows(**asked)
    assert str(refused.value) == message


def test_one_day_to_follow_in_is_enough():
    assert follows(within=1).followed == 0
