"""The glossary on its page: every term with what it means."""

from __future__ import annotations

from nolimits.hypertext import Markup, html, join
from nolimits.pagemodel.registry import Setting, part
from nolimits.prose.terms import Term, glossary


@part("terms")
def _terms(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Every term with what it means, in the order of letters; each has a place that a link can name."""
    known = glossary(setting.view.evidence)
    found = sorted({term.name: term for term in known.terms.values()}.values(), key=_by_letter) if known else []
    lines = (html('<dt id="{}">{}</dt><dd>{}</dd>', term.place, term.name, term.says) for term in found)
    return html('<dl class="terms">{}</dl>', join(lines))


def _by_letter(term: Term) -> str:
    return term.name.casefold()
