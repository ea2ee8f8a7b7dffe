"""What differs between two editions as HTML: what turned first, then the largest changes; all else is folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nolimits.claims.verdicts import CONFIRMED, LABELS, REFUTED
from nolimits.data import day_name
from nolimits.data.nouns import many
from nolimits.data.tables import Row
from nolimits.editions.causes import CAUSES
from nolimits.editions.compare import KINDS, Change, Comparison
from nolimits.editions.telling import FEW, MANY, count_text, more_rows, nothing, once, sides
from nolimits.hypertext import NOTHING, Markup, code, html, items, join, link, paragraph, raw, web_link
from nolimits.pagemodel.twin import BookTwin

LARGEST, SIZE_FROM = 12, 0.02
TURNED, OF_WEIGHT = 12, 5  # verdicts and figures that a page shows; the others are folded
Address = Callable[[str, str], str]
ChangePages = tuple[Change, list[str]]  # a change, and the pages on which it stands
Fold = tuple[str, str, Markup]  # the line of a fold, its name, and what it holds


@dataclass(frozen=True)
class Arrangement:
    """How a comparison is laid out: `heading` is the level of its headings, `place` begins the addresses of its folds.

    `theses` are the items of those that turned, None where that is not asked; `papers` names papers by key.
    One that is not `full` folds all but the theses.
    """

    heading: str = "h2"
    place: str = ""
    theses: Sequence[Markup] | None = None
    papers: Mapping[str, str] = field(default_factory=dict)
    full: bool = True

    @property
    def below(self) -> str:
        """The level below its headings."""
        return f"h{int(self.heading[1:]) + 1}"


def as_html(comparison: Comparison) -> Markup:
    """The comparison as a page that stands alone."""
    return html(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{title}</title><style>{style}</style></head><body><main>"
        '<h1>{title}</h1><p class="sides">{old} → {new}</p>{body}</main></body></html>\n',
        title=f"What differs {sides(comparison)}",
        style=raw(STYLE),
        old=_side(comparison.old),
        new=_side(comparison.new),
        body=comparison_body(comparison),
    )


def _side(book: BookTwin) -> Markup:
    return html("edition <code>{}</code>, as known by {}", book.edition, day_name(book.cutoff))


def comparison_body(
    comparison: Comparison, address: Address | None = None, layout: Arrangement | None = None
) -> Markup:
    """What differs, without a page around it; `address` gives the link to an anchor of a page.

    What turned stands first, theses before verdicts, then the largest changes in figures; all else is folded.
    """
    if not comparison:
        return paragraph(nothing(comparison))
    laid = layout or Arrangement()
    turned, of_weight = (TURNED, OF_WEIGHT) if laid.full else (0, 0)
    every = once(comparison.of("verdict"))
    found, weak = ([pair for pair in every if pair[0].weak is way] for way in (False, True))
    sized = once(change for kind in ("direction", "state", "number") for change in comparison.of(kind))
    large = [pair for pair in sized if pair[0].weight >= SIZE_FROM or pair[0].kind != "number"][:LARGEST]
    headlines, stronger = once(comparison.of("headline")), once(comparison.of("strength"))

    def listed(some: Sequence[ChangePages]) -> Markup:
        return _change_list(_item(change, pages, comparison, address) for change, pages in some) if some else NOTHING

    def by_paper(some: Sequence[ChangePages]) -> Markup:
        return _by_paper(some, _papers(comparison), laid, listed)

    parts = []
    if laid.theses is not None:
        theses = items(laid.theses, "change-list") if laid.theses else paragraph("No thesis turned.")
        parts.append(_titled("Theses that turned", theses, laid))
    if laid.full or not found:
        shown = by_paper(found[:turned]) or paragraph("No verdict turned that rests on enough.")
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
    return html('<div class="changes compared">{}</div>', join(parts))


def _change_list(made: Iterable[Markup]) -> Markup:
    return html('<ul class="change-list">{}</ul>', join(made))


def _by_paper(
    some: Iterable[ChangePages],
    papers: Mapping[str, str],
    laid: Arrangement,
    listed: Callable[[Sequence[ChangePages]], Markup],
) -> Markup:
    """Verdicts paper by paper, as the layout orders these, each in a list of its own."""
    lists: dict[str, list[ChangePages]] = {
        paper: [] for paper in [*laid.papers, *sorted(filter(None, papers.values()))]
    }
    for pair in some:
        lists.setdefault(papers.get(pair[0].asked, ""), []).append(pair)
    return join(
        (_heading(laid.below, laid.papers.get(paper, paper)) if paper else NOTHING) + listed(own)
        for paper, own in lists.items()
        if own
    )


def _heading(level: str, text: str) -> Markup:
    return html("<{0}>{1}</{0}>", level, text)


def _papers(comparison: Comparison) -> dict[str, str]:
    """The paper of each statement, by the statement's key; old editions may not tell it."""
    pages = (page for book in (comparison.old, comparison.new) for page in book.pages.values())
    return {one["claim"]: one.get("document", "") for page in pages for one in page["verdicts"]}


def _titled(title: str, body: Markup, laid: Arrangement) -> Markup:
    """What stands under a heading; nothing where there is nothing."""
    return _heading(laid.heading, title) + body if body else NOTHING


def _fold(title: str, name: str, body: Markup, laid: Arrangement) -> Markup:
    """What is folded under a line, which opens by its address."""
    place = "-".join(filter(None, (laid.place, name)))
    return html('<details id="{}"><summary>{}</summary>{}</details>', place, title, body)


def _counts(comparison: Comparison) -> Markup:
    kinds = (
        html("<strong>{:,}</strong> {}", comparison.counts[kind], words[comparison.counts[kind] != 1])
        for kind, words in KINDS.items()
        if kind in comparison.counts and kind != "part"
    )
    causes = ", ".join(f"{CAUSES[cause]} {number:,}" for cause, number in comparison.causes.items())
    told = html('<p class="change-causes">By foremost cause: {}.</p>', causes)
    return items(kinds, "change-counts") + told


def _item(change: Change, pages: Sequence[str], comparison: Comparison, address: Address | None) -> Markup:
    anchor = "" if change.kind == "sentence" else change.anchor
    where = join((_link(comparison.title(page), page, anchor, address) for page in dict.fromkeys(pages)), ", ")
    match change.kind:
        case "verdict":
            key = _link(code(change.asked), change.page, change.anchor, address)
            told = html("{} {} → {} {}", key, _badge(change.before), _badge(change.after), change.context)
        case "strength":
            key = _link(code(change.asked), change.page, change.anchor, address)
            told = html("{} {} → {}: {}", key, change.before, change.after, change.context)
        case "headline" | "sentence":
            place = change.context if change.kind == "sentence" else where
            told = html('<span class="change-where">{}</span>{}', place, _rewording(change))
        case "page" | "part":
            told = html("{} {}", change.context or change.asked, _came(change))
        case _:
            told = html(
                '<del>{}</del> → <ins>{}</ins> <span class="change-where">{}</span><p>{}</p>',
                *(change.before or "–", change.after or "–", where, change.context or change.asked),
            )
    return html('<li class="change {}">{}{}</li>', change.kind, told, _because(change, address))


def _came(change: Change) -> str:
    return "" if change.kind == "part" else "(new)" if change.before is None else "(gone)"


def _rewording(change: Change) -> Markup:
    gone = html("<p><del>{}</del></p>", change.before) if change.before else NOTHING
    return gone + (html("<p><ins>{}</ins></p>", change.after) if change.after else NOTHING)


def _badge(word: str | None) -> Markup:
    # an edition of long ago may have words that this one has not
    return html('<span class="badge {}">{}</span>', word or "", LABELS.get(word or "", word or "none"))


def _link(label: str, page: str, anchor: str, address: Address | None) -> str:
    return link(label, address(page, anchor)) if address else label


def _because(change: Change, address: Address | None) -> Markup:
    """The foremost cause, and the rows that came and went, folded where there are many."""
    if not change.causes:
        return NOTHING
    cause = html('<span class="change-cause">{}</span>', "; ".join(CAUSES[cause] for cause in change.causes))
    rows = [(sign, row) for sign, held in (("came", change.came), ("went", change.went)) for row in held]
    if not rows:
        return html('<div class="change-rows">{}</div>', cause)
    most = FEW if change.kind == "sentence" else MANY
    shown = join(html('<li class="{}">{}</li>', sign, _row(row, address)) for sign, row in rows[:most])
    listed = html("<ul>{}</ul>", shown)
    if len(rows) > most:
        listed += html("<small>{}</small>", more_rows(len(rows) - most))
    if change.kind == "sentence":
        return html('<div class="change-rows">{}{}</div>', cause, listed)
    return html('<details class="change-rows"><summary>{}</summary>{}</details>', cause, listed)


def _row(row: Row, address: Address | None) -> Markup:
    page, _, anchor = row["place"].partition("#")
    source = web_link(row.get("publisher", ""), row.get("url", ""))
    known = f"known {day_name(row['known_on'])}" if row["known_on"] else ""
    origin = join(filter(None, (source, known)), ", ")
    small = html(" <small>{}</small>", origin) if origin else ""
    return html("{}{}", _link(row["says"], page, anchor, address), small)


def _by_page(comparison: Comparison) -> Iterator[Fold]:
    """Everything else, page by page, each folded in the fold."""
    folded, every = [], []
    for page in dict.fromkeys(change.page for change in comparison.changes):
        held = [change for change in comparison.changes if change.page == page and change.kind in DETAILED]
        if held:
            every += held
            told = html("{} <small>{}</small>", comparison.title(page), _kinds(held))
            changes = _change_list(_item(change, [page], comparison, None) for change in held)
            folded.append(html("<details><summary>{}</summary>{}</details>", told, changes))
    if folded:
        yield f"Page by page: {_kinds(every)}", "pages", join(folded)


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
