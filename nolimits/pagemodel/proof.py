"""Proofreading: every fact can be asked, every role answered, and no number in prose is typed that could be derived."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nolimits.claims import claim
from nolimits.data import DataError, Parameter, View
from nolimits.data.store import remember
from nolimits.language import ExpressionError
from nolimits.language.facts import check_facts
from nolimits.language.walk import CUTOFF, parse
from nolimits.manuscript import NO_EXTRAS, Extras, Page, Passage
from nolimits.manuscript.exhibit import WANTED
from nolimits.manuscript.notebook import ChartCall
from nolimits.pagemodel.agreement import miscounts
from nolimits.pagemodel.blocks import Block, Directive, Heading, Running, TableLine, blocks
from nolimits.pagemodel.model import view_of
from nolimits.pagemodel.reading import CARDS
from nolimits.pagemodel.registry import PARTS, PLACES, STATIC, WHEN, WRAPPERS, no_directive
from nolimits.pagemodel.together import FOREIGN, Fault, directive_faults, together
from nolimits.prose import ROLES, Template, alternatives, plain
from nolimits.prose.roles import QUESTIONS, ask_question, say
from nolimits.prose.saying import BY
from nolimits.prose.templates import CODE, FORMULA, Role, Sentence, fields, pieces, replace_roles, sentences

LONGEST = 60
GUARDS = ("if", "unless")
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
TYPED = re.compile(
    rf"""\b\d{{1,2}}\s(?:{MONTH})(?:\s\d{{4}})?   # a day
    | \b(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?s?\b      # a year, or some years
    | \b(?:[Pp]ages?|[Tt]ables?|[Ff]ootnotes?|[Ff]igures?|[Ss]ections?|[Cc]hapters?)\s\d+(?:[-–]\d+)?
    | \b[a-z]\d{{3}}\b                                 # a claim
    """,
    re.VERBOSE,
)
NOT_PROSE = re.compile(
    rf"""(?ms)^(`{{3,}}|~{{3,}}).*?^\1\s*$        # fenced code
    | ^:{{3,}}\{{[^\n]*$ | ^:[\w-]+:[^\n]*$      # a directive and its options
    | ^\([\w-]+\)=\s*$                        # a target
    | {CODE}
    | \]\([^)\s]*\) | <https?://[^>]*>        # where a link leads
    | (?<=[\])`}}])\{{[^}}\n]*\}} | ^%[^\n]*$    # attributes, and what is left out
    | \[\^[^\]]+\] | <sup>\s*\[?\d+\]?\s*</sup>  # a footnote's mark
    | <[a-zA-Z/][^>]*> | <!--.*?-->           # markup
    | (?<=\])\[\w+\] | ^\[[^^\]\n]+\]:\s.*?$    # a link that is told elsewhere on the page
    | ^\|?[-:\s|]+\|?$                        # a table's ruler
    | ^\s*\d+\.\s                             # a numbered list
    | \s;\s[a-z][a-z0-9_]*(?=\s;|$)           # the fact of a card
    """,
    re.VERBOSE,
)
UNRUN = "code-cell"
NESTED = re.compile(r"\{[a-z-]+\}``+")
NUMBER = re.compile(r"\d[\d,.]*")
Allowed = Sequence[re.Pattern[str]]  # what digits may stand in


def proofread(
    pages: Iterable[Page],
    view: View,
    settings: Mapping[str, Mapping[str, Parameter]] | None = None,
    whole: bool = True,
    formulas: bool = False,
    others: Extras = NO_EXTRAS,
) -> list[Fault]:
    """All faults of the pages as of the view's cutoff; `settings` are parameters by section, set over defaults.

    `whole` says that these are all pages of the book, so that what refers to a missing one is told too. `formulas` says
    that dollars set formulas in it, `others` whose words besides the book's own may stand in it.
    """
    names = sorted((row["text"] for row in view.evidence.rows("typed_digits")), key=len, reverse=True)
    allowed = [re.compile(FORMULA)] if formulas else []
    allowed += [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in names]
    pages = list(pages)
    own = [fault for page in pages for fault in _remember_faults(page, view, dict(settings or {}), allowed, others)]
    return [*own, *together(pages, view, whole)]


def _remember_faults(
    page: Page, view: View, settings: Mapping[str, Mapping[str, Parameter]], allowed: Allowed, others: Extras
) -> list[Fault]:
    names = [one.pattern for one in allowed]
    told = [page.name, page.digest, settings.get(page.path.stem), view.basis, names, others.names, others.usual]
    found = remember(
        "proof", told, lambda: [[one.place, one.what] for one in _of_page(page, view, settings, allowed, others)]
    )
    return [Fault(place, what) for place, what in found]


def _of_page(
    page: Page, view: View, settings: Mapping[str, Mapping[str, Parameter]], allowed: Allowed, others: Extras
) -> Iterator[Fault]:
    given = settings.get(page.path.stem, {}) if page.is_notebook else {}
    own = view_of(page, view)
    own = own.with_names({**own.parameters, **given}, own.facts)
    wrong = check_facts(page.questions, own)
    for name, what in wrong.items():
        named = page.facts[name]
        yield Fault(Passage(named.place, named.line, "").at(0), f"the fact {name}: {what} in {named.question}")
    # what asks for a fact that cannot be asked is no fault of its own
    proof = _Proof(own, set(wrong), allowed, others)
    for passage in page.passages:
        yield from proof.passage(passage)
        yield from directive_faults(passage, passage.text, 0, view)
    yield from (Fault(place, what) for place, what in miscounts(page, view))
    for chart in page.charts:
        for template, line in chart.words.values():
            yield from _no_statement(template, own, Passage(chart.place, line, "").at(0))
            for text in alternatives(template):
                yield from proof.template(Passage(chart.place, line, text))
        yield from _wordless(chart, own, proof)
    for name in page.facts:
        if name not in proof.used and not _is_used_on(name, page):
            named = page.facts[name]
            place = Passage(named.place, named.line, "").at(0)
            yield Fault(place, f"the fact {name} is used by no sentence, chart or other fact: take it out")


def _no_statement(template: Template, view: View, place: str) -> Iterator[Fault]:
    """That a template goes by the verdict on a statement that nobody made."""
    if isinstance(template, Mapping):
        try:
            claim(str(template[BY]), view)
        except DataError as error:
            yield Fault(place, f"{error} in {{{BY!r}: {template[BY]!r}}}")


def _wordless(chart: ChartCall, view: View, proof: _Proof) -> Iterator[Fault]:
    """What a chart could not say of itself, be it only on the first day, when next to nothing was known."""
    first = view.on(view.evidence.oldest)
    for name, right in WANTED.items():
        if name not in chart.words:
            place = Passage(chart.place, chart.words["headline"][1], "").at(0)
            yield Fault(place, f"the chart {chart.id} has no {name}: write {right}")
            continue
        template, line = chart.words[name]
        place = Passage(chart.place, line, "").at(0)
        # what cannot be said on any day is told elsewhere
        if any(proof.is_broken(text) for text in alternatives(template)) or [*_no_statement(template, view, place)]:
            continue
        if not plain(template, first):
            none = f"the chart {chart.id} would have no {name} on {first.cutoff}"
            yield Fault(place, f"{none}: end with one that asks for nothing unknown")


def _is_used_on(name: str, page: Page) -> bool:
    """Whether another fact, or the code of a chart, names a fact."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    others = (question for other, question in page.questions.items() if other != name)
    return any(word.search(text) for text in (*others, page.code))


class _Proof:
    """Proofreads the texts of one page."""

    def __init__(self, view: View, broken: set[str], allowed: Allowed, others: Extras) -> None:
        self.view, self.broken, self.allowed, self.others = view, broken, allowed, others
        self.used: set[str] = set()
        self.guarded = 0  # how many conditions stand around what is read

    def passage(self, passage: Passage) -> Iterator[Fault]:
        """All that is wrong with a passage of a page."""
        for block in blocks(passage.text):
            yield from self._block(block, passage)
        yield from self._text_faults(passage)

    def is_broken(self, text: str) -> bool:
        """Whether a text holds what cannot be said on any day; that is told elsewhere."""
        asked = (role for role in pieces(text) if isinstance(role, Role))
        names = {name for role in asked for name in _all_names(role)}
        return bool(names & self.broken or [*self._roles(text, Passage("", 1, text), 0)])

    def template(self, passage: Passage) -> Iterator[Fault]:
        """All that is wrong with a template that stands alone, such as a headline."""
        yield from self._roles(passage.text, passage, 0)
        yield from self._text_faults(passage)

    def _text_faults(self, passage: Passage) -> Iterator[Fault]:
        for nested in NESTED.finditer(passage.text):
            what = "a role holds another: give its question a name, or write two sentences, each with {if}"
            yield Fault(passage.at_sign(nested.start()), f"{what} ({nested[0]}…)")
        yield from self.digit_faults(passage)

    def _block(self, block: Block, passage: Passage) -> Iterator[Fault]:
        match block:
            case Heading():
                yield from self._roles(block.text, passage, block.lines.start)
            case Running():
                found = [*self._roles(block.text, passage, block.lines.start)]
                yield from found or self._unread(sentences(block.text), passage.at(block.lines.start))
            case TableLine():
                found = [fault for cell in block.cells for fault in self._roles(cell, passage, block.lines.start)]
                row = Sentence(tuple(piece for cell in block.cells for piece in pieces(cell)))
                yield from found or self._unread([row], passage.at(block.lines.start))
            case Directive():
                yield from self._directive(block, passage)

    def _directive(self, block: Directive, passage: Passage) -> Iterator[Fault]:
        place = passage.at(block.lines.start)
        if block.name == WHEN:
            yield from self._condition(block.argument, place, f"{{when}} {block.argument}")
        if block.name == WHEN or block.name in WRAPPERS:
            self.guarded += block.name == WHEN
            for inner in blocks(block.body, block.body_line):
                yield from self._block(inner, passage)
            self.guarded -= block.name == WHEN
        elif block.name == CARDS:
            for number, line in enumerate(block.body.splitlines()):
                _, question, *change = (*fields(line), "") if line.strip() else ("", "", "")
                if question:
                    yield from self._roles(
                        f"{{value}}`{question}` {' '.join(change)}", passage, block.body_line + number
                    )
        elif block.name == UNRUN:
            yield Fault(place, "code in a page of text is run by nobody: put it into a notebook (.ipynb)")
        elif block.name not in (*PARTS, *STATIC, *PLACES) and not self.others.has_directive(block.name):
            yield Fault(place, no_directive(block.name))

    def _unread(self, asked: Iterable[Sentence], place: str) -> Iterator[Fault]:
        """Sentences that no reader of the newest book sees, though no condition says that they are for another day."""
        if not self.view.is_latest or self.guarded:
            return
        for one in asked:
            roles = list(one.roles)
            if any(role.name in GUARDS or {*_all_names(role)} & self.broken for role in roles):
                continue
            if lacking := next((role for role in roles if role.name in ROLES and say(role, self.view) is None), None):
                what = f"nobody reads this sentence: {lacking.written} is not known on the newest day"
                yield Fault(place, f"{what}: ask for what is, or put {{unless}} before it")

    def _roles(self, text: str, passage: Passage, line: int) -> Iterator[Fault]:
        for piece in pieces(text):
            if isinstance(piece, Role):
                place = passage.at(line + text.count("\n", 0, piece.at))
                if piece.name in ROLES:
                    yield from self._role(piece, place)
                elif piece.name not in FOREIGN and not self.others.has_role(piece.name):
                    known = ", ".join(sorted(ROLES))
                    yield Fault(
                        place, f"no role is called {{{piece.name}}}: write one of {known}, or one of Sphinx's own"
                    )

    def _role(self, role: Role, place: str) -> Iterator[Fault]:
        questions, names = _questions(role), {*_all_names(role)}
        self.used |= names
        if len(role.written) > LONGEST and any(not question.isidentifier() for question in questions):
            what = f"the role has {len(role.written)} signs, {LONGEST} at most: give its question a name"
            yield Fault(place, f"{what} ({role.written})")
        if names & self.broken:
            return
        try:
            say(role, self.view)
        except (ExpressionError, DataError) as error:
            yield Fault(place, f"{error} in {role.written}")

    def _condition(self, condition: str, place: str, written: str) -> Iterator[Fault]:
        names = set(_names(condition))
        self.used |= names
        if names & self.broken:
            return
        try:
            ask_question(self.view, condition)
        except (ExpressionError, DataError) as error:
            yield Fault(place, f"{error} in {written}")

    def digit_faults(self, passage: Passage) -> Iterator[Fault]:
        """Digits in prose that are not derived and are no dates, references or names that are allowed with a reason."""
        blanked = _blank(NOT_PROSE, replace_roles(passage.text, _blanks))
        for one in self.allowed:
            blanked = _blank(one, blanked)
        for number in NUMBER.finditer(_blank(TYPED, blanked)):
            start = max(0, number.start() - 25)
            context = " ".join(passage.text[start : number.end() + 25].split())
            yield Fault(
                passage.at_sign(number.start()),
                f"the number {number[0].rstrip('.,')} is typed (… {context} …): derive it with a role, "
                "or add the name that it belongs to to typed_digits.csv with a reason",
            )


def _all_names(role: Role) -> Iterator[str]:
    return (name for question in _questions(role) for name in _names(question))


def _questions(role: Role) -> tuple[str, ...]:
    return role.fields[: QUESTIONS.get(role.name, 1)]


def _names(question: str) -> Iterator[str]:
    """The names that a question uses; of a key or a wording, itself."""
    try:
        tree = parse(question)
    except ExpressionError:
        return

    yield from (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id != CUTOFF)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches turned into blanks, so that places stay what they were."""
    return pattern.sub(_blanks, text)


def _blanks(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
