"""What a page says in running text, on any day or on one."""

from collections.abc import Iterator

from nolimits.data import View
from nolimits.manuscript import Page
from nolimits.pagemodel.blocks import Directive, Heading, Running, TableLine, blocks
from nolimits.pagemodel.reading import CARDS
from nolimits.pagemodel.registry import WHEN, WRAPPERS
from nolimits.prose import Spoken, choose, passage
from nolimits.prose.roles import condition


def prose(text: str, view: View | None = None) -> Iterator[Heading | Running | TableLine]:
    """What is said in a passage of Markdown, on a day what stands on it; cards as running text."""
    for block in blocks(text):
        match block:
            case Directive(name=name) if name == WHEN or name in WRAPPERS:
                if name in WRAPPERS or view is None or condition(view, block.argument).value:
                    yield from prose(block.body, view)
            case Directive(name=name):
                if name == CARDS and view is None:
                    yield from (Running(line, block.lines) for line in block.body.splitlines())
            case _:
                yield block


def running_text(one: Page, view: View) -> Iterator[tuple[str, str]]:
    """The running text of a page that stands on the day of a view, with its place."""
    for held in one.passages:
        for block in prose(held.text, view):
            if isinstance(block, Running):
                yield held.place, block.text


def words_of_charts(one: Page, view: View, *parts: str) -> Iterator[tuple[str, Spoken]]:
    """The sentences of the headlines, captions and alternative texts of a page's charts, or of some, by chart."""
    for chart in one.charts:
        for part in parts or ("headline", "caption", "alt"):
            if part in chart.words:
                yield from ((chart.id, spoken) for spoken in passage(choose(chart.words[part][0], view), view))
