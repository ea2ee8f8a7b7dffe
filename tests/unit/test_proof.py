"""Proofreading finds what cannot be asked, what nobody uses and what is typed, each with its place."""

import nbformat
import pytest
from conftest import known_by
from nbformat import v4

from nolimits.manuscript import Extras, page
from nolimits.pagemodel.parts import reference
from nolimits.pagemodel.proof import LONGEST, proofread

FACTS = {"sold": "value('wool.exports', 2022)", "later": "value('wool.exports', 2030)"}
SOLD = "sold=\"value('wool.exports', 2022)\""


@pytest.fixture
def chapter(tmp_path):
    """What is wrong with a chapter of some text and facts; its text begins on line 1 where it has no facts."""

    def told(text: str, view=None, **questions: str) -> list[str]:
        declared = "".join(f"  {name}: {question}\n" for name, question in questions.items())
        path = tmp_path / "chapters" / "one.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text((f"---\nfacts:\n{declared}---\n" if declared else "") + text)
        return [str(fault) for fault in proofread([page("chapters/one", path)], view or known_by(), whole=False)]

    return told


@pytest.fixture
def notebook(tmp_path):
    """What is wrong with a notebook of some cells."""

    def told(*cells, **settings) -> list[str]:
        path = tmp_path / "notebooks" / "wool.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(v4.new_notebook(cells=list(cells)), path)
        return [str(fault) for fault in proofread([page("notebooks/wool", path)], known_by(), settings, whole=False)]

    return told


def code(source: str, *tags: str):
    cell = v4.new_code_cell(source)
    cell.metadata["tags"] = list(tags)
    return cell


def chart(headline: str = '"It moved"', caption: str = '"A line."', alt: str = '"A line of wool."', more: str = ""):
    call = f'charts.lines(\n    view, "wool.exports", id="wool-chart",{more}\n    headline={headline},\n    caption={caption},\n'
    return code(f"{call}    alt={alt},\n)")


def only(faults: list[str], start: str, *parts: str) -> None:
    """That there is one fault, which begins so and says that."""
    assert len(faults) == 1, faults
    assert faults[0].startswith(start), faults
    assert all(part in faults[0] for part in parts), faults


def test_a_page_without_faults_has_none(chapter, notebook):
    text = "# Wool at {value}`sold`\n\n- It {change}`sold`.\n\n| a | {period}`sold` |\n|---|---|\n| {value}`later ; open` | b |\n"
    assert chapter(text, **FACTS) == []
    setup = code("cutoff = 'latest'\nfactor = 2", "parameters")
    facts = code(f"facts(view, {SOLD}, twice='sold * factor')", "facts")
    assert notebook(setup, facts, v4.new_markdown_cell("It is {value}`twice`."), chart()) == []


def test_faults_of_several_pages_are_told_in_order(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text("{value}`nothing`")
        made.append(page(name, tmp_path / f"{name}.md"))
    assert [fault.place.rpartition("/")[2] for fault in proofread(made, known_by(), whole=False)] == [
        "one.md:1",
        "two.md:1",
    ]


# --- facts


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("value('no.such')", "no indicator is called 'no.such'"),
        ("value('wool.exports'", "not an expression"),
        ("unheard_of + 1", "'unheard_of' is not a name"),
        ("value('wool.exports', 2022) + value('wool.share', 2022)", "units are mixed"),
        ("import_os()", "only these may be called"),
        ("second + 1", "the fact 'second' asks for itself"),
    ],
)
def test_a_fact_that_cannot_be_asked_is_told_with_its_line(chapter, question, message):
    only(
        chapter("It is {value}`sold`, {value}`second`.", sold=FACTS["sold"], second=question),
        "chapters/one.md:4: the fact second: ",
        message,
        f" in {question}",
    )


def test_a_fact_that_cannot_be_asked_is_told_with_its_cell_and_line(notebook):
    facts = code("facts(\n    view,\n    sold=\"value('no.such')\",\n)", "facts")
    only(
        notebook(v4.new_markdown_cell("# Wool\n\n{value}`sold`"), facts, chart('("It is {value}`sold`", "x")')),
        "notebooks/wool.ipynb, cell 2, line 3: the fact sold: no indicator is called 'no.such'",
    )


def test_a_fact_may_ask_for_those_before_it_and_for_what_is_not_known(chapter):
    assert chapter("{unless}`b` None.", a="value('wool.exports', 2030)", b="a + 1") == []


def test_a_name_that_is_none_is_told(chapter):
    assert chapter("It is so.", Sold="1")[0].startswith(
        "chapters/one.md:3: the fact Sold: a fact's name is written in small letters, digits and underscores"
    )


def test_a_fact_that_is_called_like_a_parameter_is_told(notebook):
    setup = code("cutoff = 'latest'\nfactor = 2", "parameters")
    told = notebook(setup, code("facts(view, factor='1')", "facts"), v4.new_markdown_cell("{value}`factor`"))
    only(told, "notebooks/wool.ipynb, cell 2, line 1: the fact factor: a parameter has this name: choose another")


def test_what_asks_for_a_broken_fact_is_no_fault_of_its_own(chapter):
    text = "{value}`sold` {either}`sold > 1 ; a ; b`\n\n:::{when} sold\nIt.\n:::\n\n:::{cards}\nA ; sold\n:::\n"
    only(chapter(text, sold="value('no.such')"), "chapters/one.md:3: the fact sold")


def test_a_fact_that_nobody_uses_is_told(chapter, notebook):
    only(
        chapter("It is {value}`sold`.", sold="1", spare="2"),
        "chapters/one.md:4: the fact spare is used by no sentence, chart or other fact: take it out",
    )
    only(
        notebook(code("facts(\n    view,\n    spare='2',\n)", "facts")),
        "notebooks/wool.ipynb, cell 1, line 3: the fact spare is used by no",
    )


@pytest.mark.parametrize(
    "text",
    [
        "It is {value}`sold`.",
        "{if}`sold` It is.",
        "{either}`sold > 1 ; more ; less` it is.",
        "{compare}`1 ; sold` it is.",
        "# In {period}`sold ; no year`\n",
        "| a |\n|---|\n| {value}`sold` |\n",
        "- {value}`sold`\n",
        ":::{when} sold > 1\nIt.\n:::\n",
        "::::{note}\n:::{when} sold\nIt.\n:::\n::::\n",
        ":::{cards}\nWool ; sold\n:::\n",
        ":::{cards}\nWool ; value('wool.exports') ; {change}`sold`\n:::\n",
    ],
)
def test_a_fact_is_used_wherever_it_is_asked(chapter, text):
    assert chapter(text, sold=FACTS["sold"]) == []


def test_a_fact_is_used_by_another_fact_by_a_chart_and_by_its_code(chapter, notebook):
    assert chapter("It is {value}`twice`.", sold=FACTS["sold"], twice="sold * 2") == []
    facts = code(f"facts(view, {SOLD})", "facts")
    assert notebook(facts, chart('("It {change}`sold`", "It moved")')) == []
    assert notebook(facts, chart(alt='"A line. It ends at {value}`sold`."')) == []
    assert notebook(facts, chart(more='\n    mark="sold",')) == []


def test_a_fact_is_not_used_by_a_word_that_only_holds_its_name(notebook):
    facts = code(f"facts(view, {SOLD})", "facts")
    only(
        notebook(facts, chart(more='\n    mark="unsold",')),
        "notebooks/wool.ipynb, cell 1, line 1: the fact sold is used",
    )


# --- roles


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One.\nIt is {value}`nothing`.", 2),
        ("# Wool\n\n## In {value}`nothing`\n", 3),
        ("- One.\n- Two {value}`nothing`.\n", 2),
        ("- One.\n\n  Two\n  {value}`nothing`.\n", 4),
        ("| a | b |\n|---|---|\n| c | {value}`nothing` |\n", 3),
        ("> One.\n> {value}`nothing`\n", 2),
        (":::{note}\n:class: big\n\nIt is {value}`nothing`.\n:::\n", 4),
        ("::::{note}\n\n:::{when} 1 < 2\nIt.\n\n{value}`nothing`\n:::\n::::\n", 6),
        (":::{when} 1 < 2\n- {value}`nothing`\n:::\n", 2),
        (":::{when} 2 < 1\n{value}`nothing`\n:::\n", 2),  # proofread although it does not stand
        ("\n\n:::{when} nothing > 1\nIt.\n:::\n", 3),
        (":::{cards}\nA ; value('wool.exports')\n\nB ; nothing\n:::\n", 4),
        (":::{cards}\nA ; value('wool.exports') ; {change}`nothing`\n:::\n", 2),
    ],
)
def test_a_role_that_cannot_be_answered_is_told_with_its_line(chapter, text, line):
    only(chapter(text), f"chapters/one.md:{line}: 'nothing' is not a name of this expression", " in ")


def test_lines_are_counted_behind_the_front_matter(chapter):
    only(chapter("# One\n\n{value}`sold`, {value}`nothing`.\n", sold="1"), "chapters/one.md:7: 'nothing' is not a name")


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ("{value}`value('no.such')`", "no indicator is called"),
        ("{value}`1 < 2`", "this role wants an expression that gives a number"),
        ("{source}`no-such`", "no source is called"),
        ("{stated}`l001`", "claim l001 states no figure"),
        ("{verdict}`p999`", "no claim is called"),
        ("{word}`status('no-such')`", "no project is called"),
        ("{either}`1 < 2 ; a`", "either takes a condition"),
        ("{change}`1`", "of what is computed no change is known"),
    ],
)
def test_what_is_wrong_with_a_role_is_told_with_the_role(chapter, role, message):
    only(chapter(f"It is {role}."), "chapters/one.md:1: ", message, f" in {role}")


def test_a_role_in_the_words_of_a_chart_is_told_with_cell_and_line(notebook):
    words = (
        '(\n        "{value}`value(\'wool.exports\', 2030)`",\n        "{value}`nothing`",\n        "It moved",\n    )'
    )
    only(
        notebook(v4.new_markdown_cell("# Wool"), chart(words)),
        "notebooks/wool.ipynb, cell 2, line 3: 'nothing' is not a name",
    )
    by = '{"by": "p001", "confirmed": "{value}`nothing`", "else": "It moved"}'
    only(notebook(chart(by)), "notebooks/wool.ipynb, cell 1, line 3: 'nothing' is not a name")


def test_what_is_not_known_is_no_fault(chapter):
    assert (
        chapter(
            "It is {value}`value('wool.exports', 2030)`. {source}`wire-2020-05-01-mills` says so.",
            known_by("2019-01-01"),
        )
        == []
    )


def test_roles_of_others_are_let_pass(chapter):
    assert chapter("{numref}`wool-chart` and {doc}`that page <trade>`.") == []


# --- how a role is written


def test_a_long_question_wants_a_name(chapter):
    role = "{value}`value('wool.exports', 2022) - value('wool.imports', 2022)`"
    only(
        chapter(f"One.\n\nIt is {role}."),
        "chapters/one.md:3: the role has 66 signs, 60 at most: give its question a name",
    )
    assert len(role) == 66 > LONGEST


def test_a_role_may_be_as_long_as_that_and_longer_where_its_questions_are_names(chapter):
    role = "{number}`value('wool.exports', 2022) + value('x.y')`".replace("value('x.y')", "1" * 14)
    assert len(role) == 54
    assert chapter(f"It is {role}.") == []
    long = "{either}`sold ; a wording that goes on and on for very many words ; and another one of that kind`"
    assert chapter(f"It is {long}.", sold="1 < 2") == []


def test_a_role_in_a_role_is_told(chapter):
    told = chapter("One.\nIt {either}``sold ; fell to {value}`sold` ; rose``.", sold="1 < 2")
    assert any(
        one.startswith("chapters/one.md:6: a role holds another: give its question a name, or write two sentences")
        for one in told
    )


def test_a_role_in_a_role_is_told_in_the_words_of_a_chart_too(notebook):
    told = notebook(chart('("{either}``1 < 2 ; a ; b``", "It moved")'))
    assert any(one.startswith("notebooks/wool.ipynb, cell 1, line 3: a role holds another") for one in told)


# --- directives


def test_a_directive_that_nobody_knows_is_told(chapter):
    only(
        chapter("One.\n\n:::{nosuch}\n:::\n"),
        "chapters/one.md:3: no directive is called 'nosuch': write one of ",
        "cards",
    )
    only(chapter("::::{note}\n\n:::{nosuch}\n:::\n::::\n"), "chapters/one.md:3: no directive is called 'nosuch'")


@pytest.mark.parametrize("name", ["note", "cards", "when} 1 < 2", "figure} a.png", "register} events", "catalogue"])
def test_directives_that_are_known_are_let_pass(chapter, name):
    assert chapter(f":::{{{name.rstrip('}')}{'' if '}' in name else '}'}\n:::\n") == []


def test_what_a_directive_of_others_holds_is_not_read(chapter):
    assert chapter(":::{figure} a.png\nIt is {value}`nothing`.\n:::\n") == []


@pytest.mark.parametrize("asked", ["1 <", "value('no.such') > 1", "nothing"])
def test_a_condition_that_cannot_be_asked_is_told(chapter, asked):
    only(chapter(f":::{{when}} {asked}\nIt.\n:::\n"), "chapters/one.md:1: ", f" in {{when}} {asked}")


# --- what is typed


@pytest.mark.parametrize(
    "text",
    [
        "It grew by 5%.",
        "Some 300 firms left.",
        "In 3 of 4 cases.",
        "USD 12.5 bn",
        "a 2.0 rise",
        "over 1,000 km",
        "| a | 7 |\n|---|---|\n",
        "- 40 cars",
        "**12**",
        "Nr 5",
        "10-fold",
        "# The 3 mills",
        ":::{cards}\nA ; value('wool.exports') ; 5 of them\n:::\n",
        "in the year 1850",
    ],
)
def test_a_typed_number_is_found(chapter, text):
    told = chapter(text)
    assert told
    assert all(" is typed (… " in one and "derive it with a role, or add the name" in one for one in told)


@pytest.mark.parametrize(
    "text",
    [
        "On 10 September 2025 and in May 2024, 3 July.",
        "Since 2022, in the 1990s, from 2019–2021, in 2020/21.",
        "See page 7, Table 1 and footnotes 64–66.",
        "Claim p001 and l003.",
        "`code 5`",
        "[a link](https://x.org/12345) and <https://x.org/6>",
        "```\n1 + 1\n```",
        "{value}`value('wool.exports', 2022) * 5`",
        "1. first\n2. second",
        ":::{when} 1 < 2\nYes.\n:::",
        ":::{note}\n:width: 50\n\nYes.\n:::",
        "(target-1)=\n# Title",
        "So they say[^1].\n\n[^1]: There.",
        '<span style="width: 3em">it</span>',
        '<img src="map.png"\n  width="300" alt="x">',
        "![A map](map.png){width=300px .c4}",
        "[words]{#w5 .c4}",
        "So they say<sup>12</sup>.",
        "So [they][1] say.\n\n[1]: https://x.org/55",
        "<!-- 40 more\nto come -->\n% and 50\n",
        "| a | b |\n|---|---|\n| c | d |",
    ],
)
def test_what_may_be_typed_is_let_pass(chapter, text):
    assert chapter(text) == []


def test_a_formula_may_hold_numbers_where_dollars_set_formulas(chapter, tmp_path):
    text = "Of $a^2$ and\n\n$$\nE = 3 m\n$$\n\n\\begin{align}\nx &= 4\n\\end{align}\n"
    assert len(chapter(text)) == 3
    read = [page("chapters/one", tmp_path / "chapters/one.md")]
    assert proofread(read, known_by(), whole=False, formulas=True) == []


@pytest.mark.parametrize(
    "text", ["Write `of 12` for it.", "Write `` {cite}`wool_12` `` for it.", "Write `of\n12` for it."]
)
def test_code_may_hold_numbers(chapter, text):
    assert chapter(text) == []


def test_a_number_between_two_pieces_of_code_is_typed(chapter):
    only(chapter("Of `{wool}` there are 12 bales, of `{silk}` more."), "chapters/one.md:1: the number 12 is typed")


def test_dollars_are_typed_even_where_others_set_formulas(chapter, tmp_path):
    chapter("It cost $5 and sold at $6.")
    read = [page("chapters/one", tmp_path / "chapters/one.md")]
    assert len(proofread(read, known_by(), whole=False, formulas=True)) == 2


def test_code_in_a_page_of_text_is_told(chapter):
    only(
        chapter("```{code-cell}\n1 + 1\n```"),
        "chapters/one.md:1: code in a page of text is run by nobody: put it into a notebook",
    )


def test_a_name_with_a_number_is_let_pass_where_the_tables_allow_it(chapter, frozen_tables):
    text = "Mill 1 is named so."
    assert chapter(text) == []
    only(chapter("Mill 12 is not."), "chapters/one.md:1: the number 12 is typed")
    only(chapter("Windmill 1 is not."), "chapters/one.md:1: the number 1 is typed")
    frozen_tables.write("typed_digits", ["text", "reason"], [])
    only(chapter(text, frozen_tables.view()), "chapters/one.md:1: the number 1 is typed")


def test_a_typed_number_is_told_with_what_stands_around_it(chapter, notebook):
    only(
        chapter("One.\n\nThere are 5, or so.\n"),
        "chapters/one.md:3: the number 5 is typed (… One. There are 5, or so. …): derive it with a role, or add",
    )
    only(notebook(v4.new_markdown_cell("Two\nis 2.")), "notebooks/wool.ipynb, cell 1, line 2: the number 2 is typed")
    only(notebook(chart(caption='"All 3 lines."')), "notebooks/wool.ipynb, cell 1, line 4: the number 3 is typed")


# --- the words of a chart


@pytest.mark.parametrize("part", ["headline", "caption", "alt"])
@pytest.mark.parametrize("words", ['"{value}`sold` it is"', '("{value}`sold` it is", "{if}`sold` It is")', '""'])
def test_a_chart_that_could_say_nothing_on_the_first_day_is_told(notebook, part, words):
    line = {"headline": 3, "caption": 4, "alt": 5}[part]
    told = notebook(
        code(f"facts(view, {SOLD})", "facts"), chart(**{part: words}), v4.new_markdown_cell("{value}`sold`")
    )
    only(
        told,
        f"notebooks/wool.ipynb, cell 2, line {line}: the chart wool-chart would have no {part} on 2015-02-01: "
        "end with one that asks for nothing unknown",
    )


def test_a_chart_may_end_with_words_that_ask_for_nothing_unknown(notebook):
    facts = code(f"facts(view, {SOLD})", "facts")
    assert notebook(facts, chart('("{value}`sold` it is", "It moved")', alt='"A line. It is {value}`sold`."')) == []
    assert notebook(facts, chart('"It is {value}`sold ; open`"')) == []
    assert notebook(facts, chart(more='\n    subtitle="{value}`sold`",')) == []  # a subtitle may be left out


@pytest.mark.parametrize("part", ["caption", "alt"])
def test_a_chart_without_a_caption_or_a_text_for_the_blind_is_told(notebook, part):
    call = chart()
    call.source = call.source.replace(f"    {part}=", "    other=")
    only(notebook(call), f"notebooks/wool.ipynb, cell 1, line 3: the chart wool-chart has no {part}: write a ")


def test_words_by_the_verdict_on_no_statement_are_told(notebook):
    only(
        notebook(chart('{"by": "p999", "else": "It moved"}')),
        "notebooks/wool.ipynb, cell 1, line 3: no claim is called 'p999': see claims.csv in {'by': 'p999'}",
    )
    assert notebook(chart('{"by": "p001", "confirmed": "It fell", "else": "It moved"}')) == []


def test_words_by_a_verdict_must_have_some_for_the_first_day(notebook):
    only(
        notebook(chart('{"by": "p001", "confirmed": "It fell"}')),
        "notebooks/wool.ipynb, cell 1, line 3: ",
        "would have no headline",
    )


# --- parameters


def test_what_a_notebook_says_is_proofread_as_it_will_be_run(notebook):
    setup = code("cutoff = 'latest'\nperiod = '2022'", "parameters")
    facts = code("facts(view, sold=\"value('wool.exports', period)\")", "facts")
    text = v4.new_markdown_cell("It is {value}`sold`.")
    assert notebook(setup, facts, text) == []
    only(
        notebook(setup, facts, text, wool={"period": "some day"}), "notebooks/wool.ipynb, cell 2, line 1: the fact sold"
    )
    assert notebook(setup, facts, text, tea={"period": "some day"}) == []  # another section's


def test_parameters_may_be_asked_by_their_names(notebook):
    setup = code("cutoff = 'latest'\nfactor = 2\nbold = True", "parameters")
    assert (
        notebook(
            setup, v4.new_markdown_cell("{if}`bold` It is {value}`factor`, as of {day}`cutoff`, from {number}`start`.")
        )
        == []
    )
    only(
        notebook(setup, v4.new_markdown_cell("It is {value}`faktor`.")),
        "notebooks/wool.ipynb, cell 2, line 1: 'faktor'",
    )


# --- sentences, roles and pages side by side


def test_a_sentence_that_nobody_reads_is_told(chapter):
    only(
        chapter("It is so.\nIt was {value}`later`.", **{"later": FACTS["later"]}),
        "chapters/one.md:5: nobody reads this sentence: {value}`later` is not known on the newest day",
    )


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("{unless}`later` It was {value}`later`.", "latest"),
        ("It was {value}`later ; open`.", "latest"),
        (":::{when} later\nIt was {value}`later`.\n:::", "latest"),
        ("It was {value}`later`.", "2019-01-01"),
    ],
)
def test_a_sentence_for_another_day_is_let_pass(chapter, written, day):
    assert chapter(written, known_by(day), later=FACTS["later"]) == []


def test_words_of_the_books_extensions_are_let_pass(chapter, tmp_path):
    chapter(
        "```{toggle}\nIt is so.\n```\n\n{bdg-primary}`so` and {glue:text}`so`\n\n```{nosuch}\n```\n\n{nosuch}`so`\n"
    )
    read = [page("chapters/one", tmp_path / "chapters/one.md")]
    others = Extras(("sphinx_togglebutton", "sphinx_design", "myst_nb"))
    faults = [str(fault).partition(": write")[0] for fault in proofread(read, known_by(), whole=False, others=others)]
    assert faults == [
        "chapters/one.md:7: no directive is called 'nosuch'",
        "chapters/one.md:10: no role is called {nosuch}",
    ]
    assert len(proofread(read, known_by(), whole=False)) == 4  # the last role is none without its domain


def test_a_role_that_nobody_knows_is_told(chapter):
    only(chapter("It is {valu}`sold`.", sold="1")[:1], "chapters/one.md:5: no role is called {valu}: write one of ")


def test_a_cell_that_names_facts_without_the_tag_is_told(notebook):
    told = notebook(code("cutoff = 'latest'", "parameters"), code(f"facts(view, {SOLD})"))
    only(told, "notebooks/wool.ipynb, cell 2", "is not tagged `facts`")


@pytest.fixture
def several(tmp_path):
    """What is wrong with all pages of a book, notebooks by name with their cells."""

    def told(**cells) -> list[str]:
        pages = []
        for name, its in cells.items():
            path = tmp_path / "notebooks" / f"{name}.ipynb"
            path.parent.mkdir(exist_ok=True)
            nbformat.write(v4.new_notebook(cells=[code("cutoff = 'latest'", "parameters"), *its]), path)
            pages.append(page(f"notebooks/{name}", path))
        return [str(fault) for fault in proofread(pages, known_by()) if "datapackage" not in str(fault)]

    return told


def test_a_chart_has_one_place(several):
    assert several(wool=[chart()]) == []
    only(several(wool=[chart()], silk=[chart()]), "notebooks/silk.ipynb, cell 2", "the chart wool-chart is drawn in")


def test_a_chart_has_an_id_that_can_be_an_address(several):
    call = code(chart().source.replace("wool-chart", "Wool chart"))
    only(several(wool=[call]), "notebooks/wool.ipynb, cell 2", "'Wool chart' is no id of a chart")


def test_a_reference_names_a_chart_of_any_page(several):
    assert several(wool=[chart()], silk=[v4.new_markdown_cell("See {numref}`wool-chart`.")]) == []
    told = several(wool=[chart()], silk=[v4.new_markdown_cell("It is so.\n\nSee {numref}`silk-chart`.")])
    only(told, "notebooks/silk.ipynb, cell 2, line 3: no chart is called silk-chart")


@pytest.mark.parametrize(
    "named",
    [
        "```{figure} map.png\n:name: a-map\n```",
        "```{figure} map.png\n---\nname: a-map\n---\n```",
        "(a-map)=\n| a | b |",
        "![map](map.png){#a-map}",
    ],
)
@pytest.mark.parametrize("role", ["{numref}`a-map`", "{numref}`Map %s <a-map>`"])
def test_a_reference_may_name_a_figure_of_others(several, named, role):
    silk = v4.new_markdown_cell(f"See {role}.")
    assert several(wool=[v4.new_markdown_cell(named)], silk=[silk]) == []
    only(several(silk=[silk]), "notebooks/silk.ipynb, cell 2, line 1: no chart is called a-map")


def test_a_reference_may_name_the_figure_of_a_cell(several):
    drawn = code("1 + 1")
    drawn.metadata["mystnb"] = {"figure": {"name": "a-map"}}
    assert several(wool=[drawn, v4.new_markdown_cell("See {numref}`a-map`.")]) == []


def test_a_register_has_a_page(tmp_path):
    path = tmp_path / "one.md"
    path.write_text("It is so.\n")
    registers = known_by().evidence.registers.values()
    told = [str(fault) for fault in proofread([page("chapters/one", path)], known_by())]
    assert any(fault.startswith("data/datapackage.yaml, events: no page is called ") for fault in told)
    assert not proofread([page(name, path) for name in {register.page for register in registers}], known_by())


@pytest.mark.parametrize(
    ("directive", "said"), [(":::{register} nothing\n:::", "nothing"), (":::{rows} nowhere\n:::", "nowhere")]
)
def test_a_part_that_the_tables_cannot_answer_is_told(chapter, directive, said):
    told = chapter(f"It is so.\n\n{directive}")
    assert len(told) == 1, told
    assert told[0].startswith("chapters/one.md:3: ")
    assert said in told[0]


SALES = "value('wool.exports', 2022)"


@pytest.mark.parametrize(
    ("examples", "told"),
    [
        ([f"`{SALES}`", f"It was {{value}}`{SALES}`."], ""),
        ([f"`{SALES}`"], "no example is given of {value}: write a line for each in {language}"),
        ([f"It was {{value}}`{SALES}`."], "no example is given of value(: write a line for each in {language}"),
        (
            [f"`{SALES}`", f"It was {{value}}`{SALES}`.", "`sing(1)`"],
            "sing( is nothing of the language: take its line out in {language}",
        ),
    ],
)
def test_a_word_of_the_language_without_an_example_is_told(chapter, monkeypatch, examples, told):
    monkeypatch.setattr(reference, "VOCABULARY", {"value": reference.VOCABULARY["value"]})
    monkeypatch.setattr(reference, "ROLES", {"value": reference.ROLES["value"]})
    body = "\n".join(examples)
    found = chapter(f"It is so.\n\n:::{{language}}\n{body}\n:::\n")
    assert found == ([f"chapters/one.md:3: {told}"] if told else [])
