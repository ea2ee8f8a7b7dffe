"""A page in plain words as of a day: what it says, and of each sentence that it leaves out for which role."""

from __future__ import annotations

from collections.abc import Iterator

from nolimits.data import View
from nolimits.manuscript import Page
from nolimits.pagemodel.blocks import Directive, Heading, Running, TableLine, blocks, plain_words
from nolimits.pagemodel.model import view_of
from nolimits.pagemodel.registry import PARTS, WHEN, WRAPPERS
from nolimits.prose import bare, plain, printing
from nolimits.prose.roles import condition
from nolimits.prose.saying import sentence, silent_role
from nolimits.prose.templates import Sentence, pieces, sentences


def page_lines(page: Page, view: View) -> Iterator[str]:
    """The lines of a page as of the view's cutoff; what is left out begins with a dash and names its role.

    Headlines and captions of charts follow the text. Raises DataError and ExpressionError for what cannot be asked.
    """
    own = view_of(page, view)
    for passage in page.passages:
        yield from _text_lines(passage.text, own)
    for chart in page.charts:
        headline, caption = (bare(plain(chart.words[name][0], own)) for name in ("headline", "caption"))
        yield f"[{chart.id}] {headline}"
        yield f"    {caption}"


def _text_lines(text: str, view: View) -> Iterator[str]:
    for block in blocks(text):
        match block:
            case Heading():
                yield ""
                yield "#" * block.level + " " + _sentence_line(Sentence(pieces(block.text)), view)
            case Running():
                yield from (_sentence_line(one, view) for one in sentences(block.text))
            case TableLine():
                yield " | ".join(_sentence_line(Sentence(pieces(cell)), view) for cell in block.cells)
            case Directive() if block.name == WHEN:
                if condition(view, block.argument).value:
                    yield from _text_lines(block.body, view)
                else:
                    yield f"– (a block: {block.argument})"
            case Directive() if block.name in WRAPPERS:
                yield from _text_lines(block.body, view)
            case Directive() if block.name in PARTS:
                yield f"({block.name} {block.argument})".replace(" )", ")")


def _sentence_line(one: Sentence, view: View) -> str:
    said = sentence(one, view)
    return plain_words(printing.plain_text(said)) if said else f"– {one.written} ({silent_role(one, view)})"
