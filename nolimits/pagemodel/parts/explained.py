"""The glossary on its page: every term with what it means; HTML."""

from __future__ import annotations

from html import escape

from nolimits.pagemodel.registry import Setting, part
from nolimits.prose.terms import Term, glossary


@part("terms")
def _terms(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """Every term with what it means, in the order of letters; each has a place that a link can name."""
    known = glossary(setting.view.evidence)
    found = sorted({term.name: term for term in known.terms.values()}.values(), key=_by_letter) if known else []
    lines = (f'<dt id="{term.place}">{escape(term.name)}</dt><dd>{escape(term.says)}</dd>' for term in found)
    return f'<dl class="terms">{"".join(lines)}</dl>'


def _by_letter(term: Term) -> str:
    return term.name.casefold()
