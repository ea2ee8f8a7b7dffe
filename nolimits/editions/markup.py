"""What differs between two editions as HTML: what turned first, then the largest changes; all else is folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from nolimits.claims.verdicts import CONFIRMED, LABELS, REFUTED
from nolimits.data import day_name
from nolimits.data.nouns import many
from nolimits.data.tables import Row
from nolimits.editions.causes import CAUSES
from nolimits.editions.compare import KINDS, Change, Comparison
from nolimits.editions.telling import FEW, MANY, count_text, more_rows, nothing, once, sides
from nolimits.pagemodel.twin import BookTwin

LARGEST, SIZE_FROM = 12, 0.02
TURNED, OF_WEIGHT = 12, 5  # verdicts and figures that a page shows; the others are folded
Address = Callable[[str, str], str]
ChangePages = tuple[Change, list[str]]  # a change, and the pages on which it stands
Fold = tuple[str, str, str]  # the line of a fold, its name, and what it holds, as HTML


@dataclass(frozen=True)
class Arrangement:
    """How a comparison is laid out: `heading` is the level of its headings, `place` begins the addresses of its folds.

    `theses` are the items of those that turned, as HTML, None where that is not asked; `papers` names papers by key.
    One that is not `full` folds all but the theses.
    """

    heading: str = "h2"
    place: str = ""
    theses: Sequence[str] | None = None
    papers: Mapping[str, str] = field(default_factory=dict)
    full: bool = True

    @property
    def below(self) -> str:
        """The level below its headings."""
        return f"h{int(self.heading[1:]) + 1}"


def as_html(comparison: Comparison) -> str:
    """The comparison as a page that stands alone."""
    title = f"What differs {sides(comparison)}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1><p class='sides'>{_side(comparison.old)} → {_side(comparison.new)}</p>"
        f"{comparison_body(comparison)}</main></body></html>\n"
    )


def _side(book: BookTwin) -> str:
    return f"edition <code>{escape(book.edition)}</code>, as known by {day_name(book.cutoff)}"


def comparison_body(comparison: Comparison, address: Address | None = None, layout: Arrangement | None = None) -> str:
    """What differs, as HTML without a page around it; `address` gives the link to an anchor of a page.

    What turned stands first, theses before verdicts, then the largest changes in figures; all else is folded.
    """
    if not comparison:
        return f"<p>{escape(nothing(comparison))}</p>"
    laid = layout or Arrangement()
    turned, of_weight = (TURNED, OF_WEIGHT) if laid.full else (0, 0)
    every = once(comparison.of("verdict"))
    found, weak = ([pair for pair in every if pair[0].weak is way] for way in (False, True))
    sized = once(change for kind in ("direction", "state", "number") for change in comparison.of(kind))
    large = [pair for pair in sized if pair[0].weight >= SIZE_FROM or pair[0].kind != "number"][:LARGEST]
    headlines, stronger = once(comparison.of("headline")), once(comparison.of("strength"))

    def listed(some: Sequence[ChangePages]) -> str:
        items = "".join(_item(change, pages, comparison, address) for change, pages in some)
        return f'<ul class="change-list">{items}</ul>' if some else ""

    def by_paper(some: Sequence[ChangePages]) -> str:
        return _by_paper(some, _papers(comparison), laid, listed)

    parts = []
    if laid.theses is not None:
        theses = f'<ul class="change-list">{"".join(laid.theses)}</ul>' if laid.theses else "<p>No thesis turned.</p>"
        parts.append(_titled("Theses that turned", theses, laid))
    if laid.full or not found:
        shown = by_paper(found[:turned]) or "<p>No verdict turned that rests on enough.</p>"
        parts.append(_titled("Verdicts that turned", shown, laid))
    parts.append(_titled("The largest changes in figures", listed(large[:of_weight]), laid))
    more, little = "more " if laid.full else "", "on too little, then or now, to be called a turn"
    folds = (
        (f"{many(len(found) - turned, f'{more}verdict')} turned", "verdicts", by_paper(found[turned:])),
        (f"{many(len(large) - of_weight, f'{more}large change')} in figures", "figures", listed(large[of_weight:])),
        (
            f"{many(len(headlines), 'headline of a chart says', 'headlines of charts say')} otherwise",
            "headlines",
            listed(headlines),
        ),
        (
            f"{many(len(weak), 'verdict reads otherwise but rests', 'verdicts read otherwise but rest')} {little}",
            "weak",
            listed(weak),
        ),
        (
            f"{many(len(stronger), 'verdict reads as it did but counts', 'verdicts read as they did but count')}"
            " otherwise, for more or less than before rests on",
            "strength",
            listed(stronger),
        ),
        *_by_page(comparison),
        ("All that differs, counted", "counts", _counts(comparison)),
    )
    parts += [_fold(title, name, body, laid) for title, name, body in folds if body]
    return f'<div class="changes compared">{"".join(parts)}</div>'


def _by_paper(
    some: Iterable[ChangePages],
    papers: Mapping[str, str],
    laid: Arrangement,
    listed: Callable[[Sequence[ChangePages]], str],
) -> str:
    """Verdicts paper by paper, as the layout orders these, each in a list of its own."""
    lists: dict[str, list[ChangePages]] = {
        paper: [] for paper in [*laid.papers, *sorted(filter(None, papers.values()))]
    }
    for pair in some:
        lists.setdefault(papers.get(pair[0].asked, ""), []).append(pair)
    return "".join(
        (f"<{laid.below}>{escape(laid.papers.get(paper, paper))}</{laid.below}>" if paper else "") + listed(own)
        for paper, own in lists.items()
        if own
    )


def _papers(comparison: Comparison) -> dict[str, str]:
    """The paper of each statement, by the statement's key; old editions may not tell it."""
    pages = (page for book in (comparison.old, comparison.new) for page in book.pages.values())
    return {one["claim"]: one.get("document", "") for page in pages for one in page["verdicts"]}


def _titled(title: str, body: str, laid: Arrangement) -> str:
    """What stands under a heading; nothing where there is nothing."""
    return f"<{laid.heading}>{title}</{laid.heading}>{body}" if body else ""


def _fold(title: str, name: str, body: str, laid: Arrangement) -> str:
    """What is folded under a line, which opens by its address."""
    place = escape("-".join(filter(None, (laid.place, name))), quote=True)
    return f'<details id="{place}"><summary>{title}</summary>{body}</details>'


def _counts(comparison: Comparison) -> str:
    kinds = "".join(
        f"<li><strong>{comparison.counts[kind]:,}</strong> {words[comparison.counts[kind] != 1]}</li>"
        for kind, words in KINDS.items()
        if kind in comparison.counts and kind != "part"
    )
    causes = ", ".join(f"{escape(CAUSES[cause])} {number:,}" for cause, number in comparison.causes.items())
    return f'<ul class="change-counts">{kinds}</ul><p class="change-causes">By foremost cause: {causes}.</p>'


def _item(change: Change, pages: Sequence[str], comparison: Comparison, address: Address | None) -> str:
    anchor = "" if change.kind == "sentence" else change.anchor
    where = ", ".join(_link(comparison.title(page), page, anchor, address) for page in dict.fromkeys(pages))
    match change.kind:
        case "verdict":
            key = _link(f"<code>{escape(change.asked)}</code>", change.page, change.anchor, address, raw=True)
            told = f"{key} {_badge(change.before)} → {_badge(change.after)} {escape(change.context)}"
        case "strength":
            key = _link(f"<code>{escape(change.asked)}</code>", change.page, change.anchor, address, raw=True)
            told = f"{key} {escape(f'{change.before} → {change.after}')}: {escape(change.context)}"
        case "headline" | "sentence":
            place = escape(change.context) if change.kind == "sentence" else where
            told = f'<span class="change-where">{place}</span>{_rewording(change)}'
        case "page" | "part":
            told = escape(f"{change.context or change.asked} {_came(change)}")
        case _:
            told = f"<del>{escape(change.before or '–')}</del> → <ins>{escape(change.after or '–')}</ins>"
            told += f' <span class="change-where">{where}</span><p>{escape(change.context or change.asked)}</p>'
    return f'<li class="change {change.kind}">{told}{_because(change, address)}</li>'


def _came(change: Change) -> str:
    return "" if change.kind == "part" else "(new)" if change.before is None else "(gone)"


def _rewording(change: Change) -> str:
    gone = f"<p><del>{escape(change.before)}</del></p>" if change.before else ""
    return gone + (f"<p><ins>{escape(change.after)}</ins></p>" if change.after else "")


def _badge(word: str | None) -> str:
    return f'<span class="badge {escape(word or "")}">{escape(LABELS.get(word or "", word or "none"))}</span>'


def _link(label: str, page: str, anchor: str, address: Address | None, *, raw: bool = False) -> str:
    shown = label if raw else escape(label)
    return f'<a href="{escape(address(page, anchor), quote=True)}">{shown}</a>' if address else shown


def _because(change: Change, address: Address | None) -> str:
    """The foremost cause, and the rows that came and went, folded where there are many."""
    if not change.causes:
        return ""
    cause = f'<span class="change-cause">{escape("; ".join(CAUSES[cause] for cause in change.causes))}</span>'
    rows = [(sign, row) for sign, held in (("came", change.came), ("went", change.went)) for row in held]
    if not rows:
        return f'<div class="change-rows">{cause}</div>'
    items = [f'<li class="{sign}">{_row(row, address)}</li>' for sign, row in rows]
    most = FEW if change.kind == "sentence" else MANY
    listed = f"<ul>{''.join(items[:most])}</ul>"
    if len(items) > most:
        listed += f"<small>{more_rows(len(items) - most)}</small>"
    if change.kind == "sentence":
        return f'<div class="change-rows">{cause}{listed}</div>'
    return f'<details class="change-rows"><summary>{cause}</summary>{listed}</details>'


def _row(row: Row, address: Address | None) -> str:
    page, _, anchor = row["place"].partition("#")
    source = escape(row.get("publisher", ""))
    if row.get("url", "").startswith(("http://", "https://")):
        source = f'<a href="{escape(row["url"], quote=True)}" rel="noreferrer">{source}</a>'
    known = f"known {day_name(row['known_on'])}" if row["known_on"] else ""
    origin = ", ".join(filter(None, (source, known)))
    return _link(row["says"], page, anchor, address) + (f" <small>{origin}</small>" if origin else "")


def _by_page(comparison: Comparison) -> Iterator[Fold]:
    """Everything else, page by page, each folded in the fold."""
    folded, every = [], []
    for page in dict.fromkeys(change.page for change in comparison.changes):
        held = [change for change in comparison.changes if change.page == page and change.kind in DETAILED]
        if held:
            every += held
            items = "".join(_item(change, [page], comparison, None) for change in held)
            told = f"{escape(comparison.title(page))} <small>{_kinds(held)}</small>"
            folded.append(f'<details><summary>{told}</summary><ul class="change-list">{items}</ul></details>')
    if folded:
        yield f"Page by page: {_kinds(every)}", "pages", "".join(folded)


def _kinds(held: Iterable[Change]) -> str:
    return ", ".join(count_text(Counter(change.kind for change in held)))


DETAILED = ("state", "sentence", "page")
STYLE = """
:root{color-scheme:light dark;--ink:#1d2733;--muted:#5c6773;--paper:#fff;--line:#d8dde3;--in:#0b6b3a;--out:#a3262a}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--muted:#a4adb8;--paper:#14181d;--line:#343b44;--in:#7fd3a2;
--out:#f0a0a2}}
body{font:16px/1.5 "Source Sans 3",system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.7rem;line-height:1.2}h2{margin-top:2.2rem}
.sides,.change-where,.change-cause,small,.change-causes{color:var(--muted)}.change-cause{font-size:.85rem}
.change-counts{display:flex;flex-wrap:wrap;gap:.6rem 1.4rem;padding:0;list-style:none}
.change-counts strong{font-size:1.5rem;display:block;line-height:1.1}
.change-list{list-style:none;padding:0}.change{border-top:1px solid var(--line);padding:.6rem 0}
.change p{margin:.15rem 0}.change del{color:var(--out);text-decoration-thickness:1px}
.change ins{color:var(--in);text-decoration:none;font-weight:600}.change.sentence ins{font-weight:400}
.change-rows ul{margin:.1rem 0;padding-left:1.1rem;list-style:none}
.change-rows li::before{content:"+";color:var(--in);margin-left:-1rem;position:absolute}
.change-rows li.went::before{content:"−";color:var(--out)}
.change-rows{font-size:.92rem}
.badge{border:1px solid currentColor;border-radius:.6rem;padding:0 .45rem;font-size:.85rem}
details{margin:.4rem 0}summary{cursor:pointer}a{color:inherit}
"""
STYLE += f".{CONFIRMED}{{color:var(--in)}}.{REFUTED}{{color:var(--out)}}\n"
