"""What became of projects is counted openly: every way of counting adds up, silence is not a delay, a claim is not a confirmation."""

import pytest
from test_registers import WORDS, drawn, texts

from nolimits.charts import ChartError
from nolimits.charts.registers import board, costs, entries, outcomes, slippage, voices
from nolimits.charts.registers.outcomes import ORDER
from nolimits.charts.registers.projects import STATES
from nolimits.data import DataError, View
from nolimits.language import evaluate

NEVER = View("2003-01-01")
CHARTS = {
    "outcomes": outcomes,
    "slippage": slippage,
    "costs": costs,
    "entries": entries,
    "voices": lambda view, **words: voices(view, "pos2", lanes={}, **words),
}


def shares(exhibit, counting: str = "each project counts as one") -> dict[str, float]:
    return {r["state"]: r["share_percent"] for r in exhibit.records if r["counting"] == counting}


def planted(tables, *acts: tuple[str, str, str], **project: str) -> View:
    """A view of the tables with a project of its own and its acts: (day, milestone, status)."""
    source = tables.read("milestones")[1][0]["source"]
    tables.plant("projects", project="zz-test", sector="gas", source=source, **project)
    for day, milestone, status in acts:
        tables.plant(
            "milestones",
            project="zz-test",
            date=day,
            milestone=milestone,
            status=status,
            description="It is so",
            source=source,
            known_on=day,
        )
    return View("2026-03-31", 2004, tables.folder)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("variant", ["wide", "narrow"])
def test_a_chart_of_which_nothing_was_known_is_a_calm_sentence(chart, variant):
    exhibit = CHARTS[chart](NEVER, **WORDS)
    assert exhibit.records == ()
    assert "known by 1 January 2003" in " ".join(text.get_text() for text in texts(exhibit.figure(variant)))


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("variant", ["wide", "narrow"])
def test_pictures_of_projects_are_small(latest, chart, variant):
    assert len(CHARTS[chart](latest, **WORDS).svg(variant).encode()) < 80 * 1024


# --- outcomes


def test_every_state_has_its_place_among_the_outcomes():
    assert set(ORDER) == set(STATES)


def test_the_shares_of_every_counting_add_up(view):
    exhibit = outcomes(view, **WORDS)
    for counting in {record["counting"] for record in exhibit.records}:
        assert sum(shares(exhibit, counting).values()) == pytest.approx(100, abs=0.1)


def test_what_the_language_counts_is_what_the_strips_show(view):
    exhibit = outcomes(view, since=2014, fresh=3, **WORDS)
    asked = {
        "each project counts as one": "share(count('projects', status='operating'), count('projects'))",
        "begun in 2014 or later": "share(count('projects', status='operating', begun_since=2014), "
        "count('projects', begun_since=2014))",
        "with news in the last three years": "share(count('projects', status='operating', fresh=3), "
        "count('projects', fresh=3))",
        "weighted by cost, where it is known": "share(cost(status='operating'), cost())",
    }
    told = {name: shares(exhibit, name)["operating"] for name in asked}
    assert told == {name: pytest.approx(evaluate(text, view).quantity.value, abs=0.01) for name, text in asked.items()}


def test_a_wider_criterion_raises_the_share_that_is_printed(latest):
    narrow, wide = (
        [text.get_text() for text in texts(outcomes(latest, realised=states, **WORDS).figure("wide"))]
        for states in ("operating", "operating|under_construction")
    )
    printed = [max(int(text[:-1]) for text in said if text.endswith("%")) for said in (narrow, wide)]
    assert printed[0] < printed[1]


def test_a_criterion_that_is_no_state_is_refused(latest):
    with pytest.raises(ChartError, match="finished, which is no state: idea"):
        outcomes(latest, realised="operating|finished", **WORDS)


def test_a_project_first_heard_of_when_it_ran_is_left_out_where_it_could_not_fail(tables):
    before = outcomes(View("2026-03-31", folder=tables.folder), **WORDS)
    after = outcomes(planted(tables, ("2024-01-01", "commissioned", "operating")), **WORDS)
    counting = "on record before they ran"
    assert shares(before, counting) == shares(after, counting)
    assert shares(before)["operating"] < shares(after)["operating"]


# --- when they began


def test_every_project_stands_in_the_year_of_its_first_act(latest):
    past = View(start=1990, folder=latest.folder)
    counted = sum(record["number"] for record in entries(past, **WORDS).records if record["what"] != "enlargements")
    assert counted == len(past.projects())


def test_projects_begun_before_the_first_year_are_left_out(latest):
    assert min(record["year"] for record in entries(View(start=2020, folder=latest.folder), **WORDS).records) >= 2020


# --- plans and starts


@pytest.mark.parametrize(
    ("acts", "outcome"),
    [
        ([("2014-01-01", "contract", "agreed"), ("2019-06-01", "commissioned", "operating")], "in time"),
        ([("2014-01-01", "contract", "agreed"), ("2022-06-01", "commissioned", "operating")], "2 years late"),
        ([("2014-01-01", "contract", "agreed"), ("2017-06-01", "commissioned", "operating")], "1 year early"),
        ([("2014-01-01", "contract", "agreed"), ("2023-06-01", "announced", "agreed")], "open, 6 years late"),
        ([("2014-01-01", "contract", "agreed")], "last report 2014"),
        ([("2014-01-01", "contract", "agreed"), ("2016-06-01", "cancelled", "cancelled")], "cancelled"),
    ],
)
def test_a_plan_is_set_against_what_came_of_it(tables, acts, outcome):
    exhibit = slippage(planted(tables, *acts, planned_completion="2018-2020"), **WORDS)
    assert [record["outcome"] for record in exhibit.records if record["project"] == "zz-test"] == [outcome]


@pytest.mark.parametrize("plan", ["", "2026", "2030"])
def test_a_project_that_is_not_due_or_has_no_plan_is_not_late(tables, plan):
    exhibit = slippage(planted(tables, ("2014-01-01", "contract", "agreed"), planned_completion=plan), **WORDS)
    assert "zz-test" not in {record["project"] for record in exhibit.records}


def test_the_records_of_plans_name_exactly_what_is_drawn(view):
    exhibit = slippage(view, **WORDS)
    assert drawn(exhibit) == {record["project"] for record in exhibit.records}


# --- costs


def test_costs_are_drawn_from_the_dearest_down_without_the_small(latest):
    records = costs(latest, least=0.5, **WORDS).records
    middles = [(float(r["low"]) + float(r["high"] or r["low"])) / 2 for r in records]
    assert middles == sorted(middles, reverse=True)
    assert min(float(record["low"]) for record in records) >= 0.5


# --- who said what


def test_an_act_stands_on_the_lane_that_its_source_or_its_day_is_named_for(latest):
    acts = latest.milestones("pos2")
    lanes = {"one side": [acts[-1]["source"]], "other side": [acts[0]["date"]]}
    told = {r["source"] + r["date"]: r["lane"] for r in voices(latest, "pos2", lanes=lanes, **WORDS).records}
    assert told[acts[-1]["source"] + acts[-1]["date"]] == "one side"
    assert (
        voices(View(start=1990, folder=latest.folder), "pos2", lanes=lanes, **WORDS).records[0]["lane"] == "other side"
    )


def test_what_is_more_than_news_is_told_and_news_where_its_source_is_named(latest):
    news = next(act for act in latest.milestones("pos2") if act["milestone"] == "announced" and act["date"] > "2018")
    plain, named = (voices(latest, "pos2", lanes={}, told=told, **WORDS).records for told in ((), (news["source"],)))
    assert {r["milestone"] for r in plain if r["number"]} & {"announced"} == set()
    assert {r["milestone"] for r in plain if not r["number"]} == {"announced"}
    assert [r["date"] for r in named if r["number"] and r["source"] == news["source"] and r["date"] == news["date"]]


def test_a_source_that_tells_of_no_act_of_the_project_is_refused(latest):
    with pytest.raises(ChartError, match="no act of pos2 comes from rt-2014-05-23-pos1"):
        voices(latest, "pos2", lanes={"Russian side": ["rt-2014-05-23-pos1"]}, **WORDS)


def test_a_source_of_a_later_day_may_be_named_before_its_time(root):
    view = View("2021-01-01", 2004, root / "data")
    later = View(folder=root / "data").milestones("pos2")[-1]["source"]
    assert voices(view, "pos2", lanes={"Russian side": [later]}, **WORDS).records


def test_voices_on_a_project_that_does_not_exist_are_refused(latest):
    with pytest.raises(DataError, match="pos2"):
        voices(latest, "pos-2", lanes={}, **WORDS)


# --- how old news is


def test_a_longer_patience_leaves_fewer_projects_pale(latest):
    one, ten = (sum(record["stale"] for record in board(latest, stale=years, **WORDS).records) for years in (1, 10))
    assert one > ten


def test_the_board_says_after_how_long_a_project_is_pale(latest):
    said = " ".join(text.get_text() for text in texts(board(latest, stale=3, **WORDS).figure("wide")))
    assert "nothing for three years" in said


def test_a_state_is_written_once_for_projects_that_follow_one_another(latest):
    said = [text.get_text() for text in texts(board(latest, sector="automotive", **WORDS).figure("wide"))]
    assert said.count("operating") == 1
