"""The book's own manuscript reads well on every day: short roles, whole sentences, no fact that nobody asks."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pytest
from conftest import CUTOFFS, ROOT
from passages import prose, running_text, words_of_charts

from nolimits.data import Figure, Observation, View, evidence, period
from nolimits.data.quantities import exactly
from nolimits.manuscript import contents, pages
from nolimits.manuscript.notebook import FACTS, cells, has_tag
from nolimits.pagemodel.blocks import Running, TableLine, plain_words
from nolimits.pagemodel.model import Model, model, view_of
from nolimits.pagemodel.proof import LONGEST, proofread
from nolimits.prose import ROLE, ROLES, Said, Spoken, alternatives, choose, passage, plain
from nolimits.prose.saying import sentence
from nolimits.prose.templates import STOPS, Sentence, sentences

PAGES = {one.name: one for one in pages(contents(ROOT))}
LONGEST_LINE, MOST_ROLES = 450, 0.25

FEW_KNOWN = ("2022-06-30", "2024-06-30")  # days on which much is known once
BETWEEN = ("2025-03-31", "2025-12-31")  # days on which one of two figures told together is known

every_page = pytest.mark.parametrize("name", PAGES)
every_day = pytest.mark.parametrize("day", CUTOFFS)


@lru_cache
def seen(day: str) -> View:
    return View(day, folder=ROOT / "data")


@lru_cache
def told(day: str) -> dict[str, Model]:
    """The pages as of a day; of charts there is nothing, as the notebooks were not run."""
    return {name: model(one, seen(day), "") for name, one in PAGES.items()}


def written(name: str) -> list[str]:
    """All texts of a page that may hold roles: blocks of its passages, words of its charts."""
    one = PAGES[name]
    found = [block for held in one.passages for block in prose(held.text)]
    told = [text for block in found for text in (block.cells if isinstance(block, TableLine) else (block.text,))]
    return told + [text for chart in one.charts for words, _ in chart.words.values() for text in alternatives(words)]


def roles(text: str) -> list[str]:
    """The roles of derived prose in a text, as they are written."""
    return [role[0] for role in ROLE.finditer(text) if role["name"] in ROLES]


# --- as it is written


@every_day
def test_proofreading_finds_nothing(day):
    assert [str(fault) for fault in proofread(PAGES.values(), seen(day))] == []


@every_page
def test_no_role_is_long(name):
    assert [role for text in written(name) for role in roles(text) if len(role) > LONGEST] == []


@every_page
def test_no_role_holds_another(name):
    assert [text for text in written(name) if re.search(r"\{[a-z-]+\}``", text)] == []
    assert [role for text in written(name) for role in roles(text) if "{" in role[1:]] == []


def test_roles_are_at_most_a_quarter_of_what_is_written():
    markdown = [held.text for one in PAGES.values() for held in one.passages]
    ours = sum(len(role) for name in PAGES for held in PAGES[name].passages for role in roles(held.text))
    assert ours <= MOST_ROLES * sum(map(len, markdown))


@every_page
def test_no_line_of_prose_is_too_long_for_a_diff_to_show(name):
    lines = [line for held in PAGES[name].passages for line in held.text.splitlines()]
    assert [line for line in lines if len(line) > LONGEST_LINE and not line.lstrip().startswith("|")] == []


@every_page
def test_each_fact_is_asked_by_the_prose_by_a_chart_or_by_another_fact(name):
    one = PAGES[name]
    conditions = [line for held in one.passages for line in held.text.splitlines() if "{when}" in line]
    cards = [text for text in written(name) if " ; " in text]
    asked = [
        *(role for text in written(name) for role in roles(text)),
        *conditions,
        *cards,
        *one.questions.values(),
        one.code,
    ]
    assert set(one.facts) <= set(re.findall(r"\w+", "\n".join(asked)))


@every_page
def test_a_notebook_is_committed_as_it_was_written(name):
    if PAGES[name].is_notebook:
        for cell in cells(PAGES[name].path):
            assert not cell.get("outputs")
            assert cell.get("execution_count") is None
            assert not has_tag(cell, FACTS) or has_tag(cell, "remove-cell")


def test_each_name_that_is_let_pass_is_used_and_has_a_reason():
    texts = "\n".join(text for name in PAGES for text in written(name))
    for row in seen("latest").evidence.rows("typed_digits"):
        assert row["reason"]
        assert row["text"] in texts, f"{row['text']} is allowed in typed_digits.csv, and nobody writes it"


# --- as it is said


CODE = re.compile(r"(?<!\})`[^`]+`")


def ill_said(text: str, where: str, *, whole: bool = True, last: bool = False) -> list[str]:
    """What is wrong with a sentence as said, markup included.

    One that is not `whole`, such as a headline, needs no stop; the `last` of its block may lead on to what follows.
    """
    words = plain_words(CODE.sub("Code", text))
    faults = {
        "no stop at its end": whole and not words.rstrip("\"'”’»)").endswith((*STOPS, ":") if last else STOPS),
        "no words": not re.search(r"\w", words),
        "a double blank": "  " in text,
        "a blank before a comma or a stop": bool(re.search(r"\s[,.;:!?](?:\s|$)", words)),
        "two stops": bool(re.search(r"(?<![.\d])\.\.(?!\.)|,,|[,;:]\.|\.[,;](?!\s\w)", words)),
        "a bracket in a bracket": bool(re.search(r"\([^)]*\(", words)),
        "nothing between brackets or quotation marks": bool(re.search(r"\(\s*\)|“\s*”|\[\s*\]", words)),
        "a role that was not answered": any(role in text for role in (f"{{{name}}}" for name in ROLES)),
        "bold that does not end": text.count("**") % 2 == 1,
        "the register as a speaker": bool(re.search(r"\bthe register(?:['’]s| calls| has| holds| counts)\b", words)),
    }
    return [f"{where}: {name}: {text}" for name, found in faults.items() if found]


def test_what_is_ill_said_is_found():
    good = ["It rose by 5%.", "**It** fell (so) they (say).", "“No limits.”", "Is it? So: yes.", "The [page](../a.md)."]
    bad = [
        "It rose",
        "It  rose.",
        "It rose , so.",
        "It rose..",
        "It rose ().",
        "It rose (so (they) say).",
        "**It rose.",
        "{value}`a` it is.",
        "It is the register’s reading.",
        ".",
    ]
    assert [text for text in good if ill_said(text, "")] == []
    assert [text for text in bad if not ill_said(text, "")] == []
    assert ill_said("These:", "")
    assert not ill_said("These:", "", last=True)
    assert ill_said("A line", "")
    assert not ill_said("A line", "", whole=False)


@every_day
def test_every_sentence_that_is_said_is_whole(day):
    faults = []
    for one in PAGES.values():
        view = view_of(one, seen(day))
        for place, running in running_text(one, view):
            said = [spoken.text for spoken in passage(running, view)]
            for number, text in enumerate(said, start=1):
                faults += ill_said(text, place, last=number == len(said))
    assert faults == []


# words of what was not yet so when it was told, or of whose word it is
FORESEEN = re.compile(
    r"\b(?:expect|fores|forecast|plan|outlook|draft|announced|promis|contract|schedul|due|put at|(?:is|are|was|were) to\b)",
    re.I,
)
SUMS = {name for name, unit in evidence(ROOT / "data").units.items() if unit.summable}
FORECAST = re.compile(r"\bforecast\b|\bexpected\b|\bestimate before\b")
UNNAMED = re.compile(r"\bperiod not (?:stated|named)\b.*\bassumed\b|\bassumed\b.*\bperiod\b")


def figures_in(spoken: Spoken) -> list[Figure]:
    """The figures that a sentence tells with their numbers, as rows state them."""
    told = [(part.answer, part.text) for part in spoken.parts if isinstance(part, Said) and re.search(r"\d", part.text)]
    stated = [(one, text) for one, text in told if isinstance(one, Figure) and one.how == "stated"]
    return [one for one, text in stated if one.period is None or text != one.period.name]


def foreseen(one: Figure) -> bool:
    """Whether a figure was told before its period ended, by its day or by a note."""
    return one.forecast or any(FORECAST.search(getattr(row, "note", "")) for row in one.rows)


def tells_as_fact(spoken: Spoken) -> bool:
    """Whether a sentence tells a sum that was known before its period ended, and has no word for that.

    A rate, a price or a capacity may be set or agreed beforehand; what adds up over time cannot be known before.
    """
    sums = (one for one in figures_in(spoken) if one.unit in SUMS)
    return any(map(foreseen, sums)) and not FORESEEN.search(spoken.text)


def names_an_assumed_period(spoken: Spoken) -> bool:
    """Whether a sentence names the period of a row that says of it that it is assumed."""
    noted = [row for one in figures_in(spoken) for row in one.rows if UNNAMED.search(getattr(row, "note", ""))]
    return any(row.period.name in spoken.text for row in noted)


def all_told(day: str) -> Iterator[Spoken]:
    for one in PAGES.values():
        view = view_of(one, seen(day))
        for _, running in running_text(one, view):
            yield from passage(running, view)
        yield from (spoken for _, spoken in words_of_charts(one, view))


@pytest.mark.parametrize("day", [*CUTOFFS, *BETWEEN, "2026-02-28"])
def test_what_was_foreseen_is_not_told_as_what_was(day):
    assert [spoken.text for spoken in all_told(day) if tells_as_fact(spoken)] == []


@every_day
def test_no_sentence_names_a_period_that_was_assumed(day):
    assert [spoken.text for spoken in all_told(day) if names_an_assumed_period(spoken)] == []


def one_said(template: str, known_on: str = "2024-03-01", note: str = "") -> Spoken:
    """A sentence whose first role tells a figure of the year 2024, and whose second role its period."""
    span = period(2024)
    row = Observation("zz.test", span, known_on, "daily", exactly(5), "exact", note, "bcm", 1)
    figure = Figure(exactly(5), "bcm", span, (row,))
    words = template.format(value="{value}`a`", period="{period}`a`")
    told = {"value": Said("5 bcm", rows=(row,), answer=figure), "period": Said("2024", rows=(row,), answer=figure)}
    parts = (piece if isinstance(piece, str) else told[piece.name] for piece in sentences(words)[0].pieces)
    return Spoken(tuple(parts), sentences(words)[0])


def test_what_tells_a_forecast_as_fact_is_found():
    assert tells_as_fact(one_said("It grew by {value}."))
    assert not tells_as_fact(one_said("It was expected to grow by {value}."))
    assert not tells_as_fact(one_said("It grew by {value}.", known_on="2025-01-31"))
    assert tells_as_fact(one_said("It grew by {value}.", known_on="2024-12-31", note="forecast"))


def test_what_names_an_assumed_period_is_found():
    note = "period not stated, the year assumed"
    assert names_an_assumed_period(one_said("It grew by {value} in {period}.", note=note))
    assert not names_an_assumed_period(one_said("It grew by {value}, no period named.", note=note))
    assert not names_an_assumed_period(one_said("It grew by {value} in {period}."))


@every_day
def test_the_words_of_every_chart_are_whole(day):
    faults = []
    for one in PAGES.values():
        view = view_of(one, seen(day))
        for chart in one.charts:
            for part, (template, _) in chart.words.items():
                text = plain(template, view)
                assert text or part == "subtitle", f"{chart.id} has no {part}"
                faults += ill_said(text, f"{chart.id}, {part}", whole=part in ("caption", "alt")) if text else []
    assert faults == []


# a noun in the plural, behind an adjective or not; "1 is" and "1 of them" are none; "1 time" is once
PLURAL = re.compile(r"\s+(?:time\b|(?:[\w-]+ )?(?!(?:is|was|has|as|its|this|less)\b)[a-z]+s\b)")
MANY = re.compile(r"\b(?:are|were|have)\s$")


ONCE = re.compile(r"\s+time\b")


def counts_one_as_many(spoken: Spoken) -> bool:
    """Whether a sentence says `1 reports`, `there are 1` or `1 time`."""
    told = [part if isinstance(part, str) else part.text for part in spoken.parts]
    ones = [i for i, part in enumerate(spoken.parts) if isinstance(part, Said) and part.answer and part.text == "1"]
    behind = {i: "".join(told[i + 1 :]) for i in ones}
    return any(PLURAL.match(behind[i]) or ONCE.match(behind[i]) or MANY.search("".join(told[:i])) for i in ones)


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("We found {number}`one` reports.", True),
        ("We found {number}`one` Chinese firms.", True),
        ("Of these there are {number}`one` left.", True),
        ("It moved {number}`one` {either}`one == 1 ; time ; times`.", True),
        ("We found {number}`one` {either}`one == 1 ; report ; reports`.", False),
        ("Reports of it number {number}`one`, and {number}`one` of them is new.", False),
        ("Of {number}`one` {either}`one == 1 ; it is ; they are` known.", False),
        ("We found {number}`one + 1` reports.", False),
    ],
)
def test_a_plural_behind_a_one_is_found(text, faulty):
    view = seen("latest").with_names({}, {"one": "count('measures', measure='cn-coal-duty-2024')"})
    assert [counts_one_as_many(spoken) for spoken in passage(text, view)] == [faulty]


@pytest.mark.parametrize("day", [*CUTOFFS, *FEW_KNOWN])
def test_no_sentence_counts_one_thing_in_the_plural(day):
    faults = []
    for name, one in PAGES.items():
        view = view_of(one, seen(day))
        said = [spoken for _, running in running_text(one, view) for spoken in passage(running, view)]
        faults += [
            spoken.text
            for spoken in [*said, *(one for _, one in words_of_charts(PAGES[name], view))]
            if counts_one_as_many(spoken)
        ]
    assert faults == []


# what is the largest of all follows from the figures, or somebody says so
SUPERLATIVE = re.compile(r"\b(?:larg|bigg|small|high|low|great|tall|long|short|dear|cheap|few)est\b", re.IGNORECASE)
COMPARED = re.compile(r"\b(?:peak|trough|largest|smallest)\(|[<>]")
ATTRIBUTED = re.compile(r"\{(?:verdict|stated|source)\}|\bsources put\b")
NAMED = (
    "largest tractors",  # a class of goods
    "four largest banks",  # as the source counts them
    "lowest among the statements",  # as the next, a rule of the book's own
    "names the smallest",
    "largest supplier of crude oil",  # chosen by a verdict
    "at its lowest since 2000",  # what a footnote of a paper says
)


def boasts(template: Sentence, questions: dict[str, str]) -> bool:
    """Whether a sentence has a superlative that neither a comparison of figures nor anybody's word carries."""
    words = re.sub(r"`[^`]*`", "", template.written)
    if not SUPERLATIVE.search(words) or ATTRIBUTED.search(words) or any(name in words for name in NAMED):
        return False
    asked = re.findall(r"`([^`]*)`", template.written)
    for text in asked:  # which grows by the questions of the facts that it names
        asked += [one for name in re.findall(r"\w+", text) if (one := questions.get(name)) and one not in asked]
    return not any(COMPARED.search(text) for text in asked)


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("The largest loan was that of 2016, {value}`loan`.", True),
        ("The largest loan was that of {period}`most`, {value}`most`.", False),
        ("{if}`loan > other` The largest of the two was {value}`loan`.", False),
        ("Milov calls it the largest ({verdict}`m071`).", False),
        ("A loan was {value}`loan`.", False),
    ],
)
def test_a_superlative_that_nothing_carries_is_found(text, faulty):
    asked = {"loan": "value('loans.yamal_lng')", "most": "share(top, loan)", "top": "peak('loans.yamal_lng', 'point')"}
    assert [boasts(template, asked) for template in sentences(text)] == [faulty]


@every_page
def test_every_superlative_follows_from_figures_or_is_somebodys(name):
    one = PAGES[name]
    found = [template for text in written(name) for template in sentences(text)]
    assert [template.written for template in found if boasts(template, dict(one.questions))] == []


# "That China sends arms" is a clause and leans on nothing
LEANING = re.compile(r"\**(?:It|They|He|This|That(?! [A-Z])|These|Those|Both|Its|Their|Then)\b")
CONDITIONS = re.compile(r"^(?:\{(?:if|unless)\}`[^`]*` *)+")


def hanging(told: Sequence[tuple[Sentence, bool]]) -> list[str]:
    """Sentences that lean on the one before them, which is not said; of each is told whether it stands.

    One before them that is left out by a condition has a stand-in.
    """
    found = []
    for number, (template, stands) in enumerate(told):
        if stands and LEANING.match(CONDITIONS.sub("", template.written)):
            before = (stood for one, stood in reversed(told[:number]) if stood or not conditional(one))
            found += [] if next(before, True) else [template.written]
    return found


def conditional(template: Sentence) -> bool:
    return any(role.name in ("if", "unless") for role in template.roles)


def test_what_leans_on_nothing_is_found():
    one, two, three = sentences("Trade came to {value}`trade`. {if}`trade` It rose. They are estimates.")
    assert hanging([(one, False), (three, True)]) == ["They are estimates."]
    assert hanging([(one, False), (two, True)]) == ["{if}`trade` It rose."]
    assert hanging([(one, True), (two, False), (three, True)]) == []
    assert hanging([(two, False), (three, True)]) == []
    assert hanging([(one, False), (three, False)]) == []
    (clause,) = sentences("{if}`arms` That China sends arms is denied.")
    assert hanging([(one, False), (clause, True)]) == []


@pytest.mark.parametrize("day", [*CUTOFFS, *FEW_KNOWN, *BETWEEN])
def test_no_sentence_leans_on_one_that_was_left_out(day):
    faults = []
    for one in PAGES.values():
        view = view_of(one, seen(day))
        texts = [running for _, running in running_text(one, view)]
        texts += [choose(chart.words[part][0], view) for chart in one.charts for part in ("caption", "alt")]
        for text in texts:
            faults += hanging([(template, sentence(template, view) is not None) for template in sentences(text)])
    assert faults == []


@every_day
def test_the_words_of_a_chart_tell_of_no_year_to_come(day):
    """What asks the tables may speak of what is foreseen; what is only written would know it beforehand."""
    faults = []
    for one in PAGES.values():
        view = view_of(one, seen(day))
        for _, spoken in words_of_charts(one, view):
            asks = any(role.name in ROLES for role in spoken.template.roles)
            later = [year for year in re.findall(r"\b20\d\d\b", spoken.text) if int(year) > int(view.cutoff[:4])]
            faults += [spoken.text] if later and not asks else []
    assert faults == []


@every_day
def test_nothing_is_left_to_ask_on_a_printed_page(day):
    for name, one in told(day).items():
        asked = [
            role
            for text in one.passages
            for block in prose(text)
            if isinstance(block, Running)
            for role in roles(block.text)
        ]
        assert asked == [], name


@every_day
def test_a_heading_is_followed_by_something(day):
    for name, one in told(day).items():
        text = "\n\n".join(one.passages)
        empty = [(above, below) for above, below in re.findall(r"^(#+) .*\n\s*^(#+) ", text, re.MULTILINE)]
        assert [name for above, below in empty if len(below) <= len(above)] == []
        assert PAGES[name].is_notebook or not re.search(r"^#+ .*\s*\Z", text, re.MULTILINE), name


@every_day
def test_anchors_are_unique_on_a_page_and_rows_are_told(day):
    for name, one in told(day).items():
        for kind, key in (("numbers", "anchor"), ("sentences", "anchor"), ("verdicts", "claim")):
            anchors = [entry[key] for entry in one.twin[kind]]
            assert len(anchors) == len(set(anchors)), (name, kind)
            assert {row for entry in one.twin[kind] for row in entry["rows"]} <= set(one.twin["rows"]), (name, kind)


def test_every_explanation_of_a_term_is_short_and_holds_no_figure():
    view = seen("latest")
    for row in view.evidence.rows("glossary"):
        told = f"{row['term']}: {row['says']}"
        names = [one["text"] for one in view.evidence.rows("typed_digits")]
        assert not any(sign.isdigit() for sign in re.sub("|".join(map(re.escape, names)), "", row["says"])), told
        assert 1 <= len(sentences(row["says"])) <= 2, told
        assert row["says"].endswith("."), told


def test_pages_explain_the_terms_that_they_use():
    found = {name: one.passages for name, one in told("latest").items()}
    assert sum('"term": true' in passage for passages in found.values() for passage in passages) > len(PAGES) / 2


def test_the_premises_that_a_page_counts_are_those_that_it_shows():
    counted = 0
    for name, one in PAGES.items():
        text = "\n".join(held.text for held in one.passages)
        shown = [key for keys in re.findall(r"^:::\{premises\} (.+)$", text, re.MULTILINE) for key in keys.split()]
        for keys in re.findall(r"^:::\{premises-brief\} (.+)$", text, re.MULTILINE):
            assert keys.split() == list(dict.fromkeys(shown)), name
            counted += 1
    assert counted
