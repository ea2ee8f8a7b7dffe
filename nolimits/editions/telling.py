"""What differs between two editions, told: as text for a terminal, as HTML, as a record for machines."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any

from nolimits.claims.verdicts import CONFIRMED, REFUTED, UNDECIDED
from nolimits.data import day_name
from nolimits.data.nouns import many
from nolimits.data.tables import Row
from nolimits.editions.causes import CAUSES
from nolimits.editions.compare import KINDS, TURNS, Change, Comparison
from nolimits.pagemodel.twin import BookTwin

WIDTH = 110
SHOWN = {"verdict": 40, "strength": 12, "headline": 8, "direction": 6, "state": 6, "number": 6, "page": 6}
FOLDED = ("date", "exhibit", "sentence")  # told one by one only where all is asked for
NUMBERS = ("direction", "state", "number", "date")
FEW, MANY, LARGEST, SIZE_FROM = 1, 12, 12, 0.02
Address = Callable[[str, str], str]


def sides(comparison: Comparison) -> str:
    """`between 27 November 2025 and 31 March 2026`."""
    days = [day_name(book.cutoff) for book in (comparison.old, comparison.new)]
    if days[0] == days[1]:
        return f"between edition {comparison.old.edition} and edition {comparison.new.edition}"
    return f"between {days[0]} and {days[1]}"


def _nothing(comparison: Comparison) -> str:
    """That nothing differs, in a sentence."""
    old, new = comparison.old, comparison.new
    if old.edition == new.edition:
        return f"Nothing differs: both are the edition {new.edition}."
    return f"Nothing differs {sides(comparison)}."


def count_text(counts: dict[str, int]) -> list[str]:
    """`36 verdicts turned`, `1 headline` …, in the order of the kinds."""
    return [many(counts[kind], *words) for kind, words in KINDS.items() if kind in counts]


def once(changes: Iterable[Change]) -> list[tuple[Change, list[str]]]:
    """Changes with the pages on which each stands: one that stands on several is told once, the largest first."""
    found: dict[tuple[Any, ...], tuple[Change, list[str]]] = {}
    for change in changes:
        # the same answer from the same rows is the same news, however it is asked
        asked = tuple(row["key"] for row in change.came) if change.kind in NUMBERS else (change.anchor or change.asked,)
        same = (change.kind, change.before, change.after, *asked)
        found.setdefault(same, (change, []))[1].append(change.page)
    return sorted(found.values(), key=lambda pair: -pair[0].weight)


# --- text


def as_text(comparison: Comparison, *, everything: bool = False) -> str:
    """The comparison for a terminal: counts, then verdicts, headlines, directions and numbers, the largest first.

    `everything` lifts the limits and adds days, charts and sentences.
    """
    if not comparison:
        return _nothing(comparison)
    lines = [f"What differs {sides(comparison)}", _editions(comparison), ""]
    lines += _wrap("Changes: " + " · ".join(count_text(comparison.counts)))
    lines += _wrap("By cause: " + " · ".join(f"{_cause_name(cause)} {n:,}" for cause, n in comparison.causes.items()))
    for kind in KINDS:
        if kind in SHOWN or (everything and kind in FOLDED):
            lines += _section(comparison, kind, everything)
    rest = count_text({kind: n for kind, n in comparison.counts.items() if kind in FOLDED})
    if rest and not everything:
        lines += ["", f"Not told one by one: {', '.join(rest)} (--all tells everything)"]
    return "\n".join(lines)


def _editions(comparison: Comparison) -> str:
    return f"edition {comparison.old.edition} → edition {comparison.new.edition}"


def _section(comparison: Comparison, kind: str, everything: bool) -> Iterator[str]:
    found = once(comparison.of(kind))
    if not found:
        return
    limit = len(found) if everything else SHOWN[kind]
    yield from ("", f"{KINDS[kind][1].upper()} ({len(found)})")
    for change, pages in found[:limit]:
        yield from _change(change, [comparison.title(page) for page in pages], MANY if everything else FEW)
    if len(found) > limit:
        yield f"  … and {len(found) - limit} more (--all)"


def _change(change: Change, titles: Sequence[str], most: int) -> Iterator[str]:
    where = ", ".join(dict.fromkeys(titles))
    match change.kind:
        case "verdict":
            weak = " (rests on too little to be called a turn)" if change.weak else ""
            yield from _wrap(f"{change.asked}  {change.before} → {change.after}  {change.context}{weak}", "  ")
        case "strength":
            yield from _wrap(f"{change.asked}  {change.before} → {change.after}  {change.context}", "  ")
        case "headline":
            yield f"  {change.asked} ({where})"
            yield from (*_wrap(f"− {change.before}", "    "), *_wrap(f"+ {change.after}", "    "))
        case "sentence":
            yield f"  {where}{': ' if change.context else ''}{change.context}"
            yield from _wrap(f"− {change.before}", "    ") if change.before else ()
            yield from _wrap(f"+ {change.after}", "    ") if change.after else ()
        case _:
            yield from _wrap(f"{change.before} → {change.after}  ({where})", "  ")
            yield from _wrap(change.context or change.asked, "    ")
    yield from _reason(change, most)


def _reason(change: Change, most: int) -> Iterator[str]:
    """The causes in brackets, and up to so many rows that came and went, one a line."""
    if most > FEW or change.kind not in TURNS or not change.came:
        yield f"    [{', '.join(map(_cause_name, change.causes))}]"
    for sign, rows in (("+", change.came), ("−", change.went)):
        for row in rows[:most]:
            yield f"      {sign} {textwrap.shorten(_says(row), WIDTH - 8, placeholder=' …')}"
        if len(rows) > most:
            yield f"      {sign} {_more(len(rows) - most)}"


def _more(number: int) -> str:
    return many(number, "more row")


def _cause_name(cause: str) -> str:
    return cause.replace("-", " ")


def _says(row: Row) -> str:
    """A row with its publisher and the day on which it became known."""
    known = f"known {day_name(row['known_on'])}" if row["known_on"] else ""
    origin = ", ".join(filter(None, (row.get("publisher", ""), known)))
    return f"{row['says']}{f' ({origin})' if origin else ''}"


def _wrap(said: str, indent: str = "") -> list[str]:
    return textwrap.wrap(said, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)


# --- JSON


def as_record(comparison: Comparison) -> str:
    """The comparison as JSON; `schemas/diff.schema.json` says what is in it."""
    return json.dumps(comparison.record(), ensure_ascii=False, indent=1)


# --- HTML


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


def comparison_body(comparison: Comparison, address: Address | None = None, heading: str = "h2") -> str:
    """What differs, as HTML without a page around it; `address` gives the link to an anchor of a page."""
    if not comparison:
        return f"<p>{escape(_nothing(comparison))}</p>"
    parts = [_counts(comparison), _verdicts(comparison, address, heading)]
    parts.append(_list(once(comparison.of("headline")), "Headlines", heading, comparison, address))
    sized = once(change for kind in ("direction", "state", "number") for change in comparison.of(kind))
    large = [pair for pair in sized if pair[0].weight >= SIZE_FROM or pair[0].kind != "number"]
    parts.append(_list(large[:LARGEST], "The largest changes in numbers", heading, comparison, address))
    parts.append(_by_page(comparison, address, heading))
    return f'<div class="changes compared">{"".join(parts)}</div>'


def _verdicts(comparison: Comparison, address: Address | None, heading: str) -> str:
    """Verdicts that turned over; folded, those that could be given for the first time, or no longer, and weak ones."""
    every = once(comparison.of("verdict"))
    found, weak = ([pair for pair in every if pair[0].weak is way] for way in (False, True))
    over = [pair for pair in found if UNDECIDED not in (pair[0].before, pair[0].after)]
    other = [pair for pair in found if pair not in over]
    shown = _list(over, "Verdicts that turned over", heading, comparison, address)
    statement = f"{'other ' if over else ''}statement"
    told = f"{many(len(other), statement)} can be decided now and could not before, or the reverse"
    rest = many(len(weak), "more reads otherwise but rests", "more read otherwise but rest")
    little = f"{rest} on too little, then or now, to be called a turn"
    stronger = once(comparison.of("strength"))
    count = many(len(stronger), "verdict reads as it did but counts", "verdicts read as they did but count")
    folded = [(told, other), (little, weak), (f"{count} otherwise, for more or less than before rests on", stronger)]
    return shown + "".join(_fold(title, some, comparison, address) for title, some in folded if some)


def _fold(
    title: str, found: Sequence[tuple[Change, list[str]]], comparison: Comparison, address: Address | None
) -> str:
    items = "".join(_item(change, pages, comparison, address) for change, pages in found)
    return f'<details><summary>{title}</summary><ul class="change-list">{items}</ul></details>'


def _counts(comparison: Comparison) -> str:
    kinds = "".join(
        f"<li><strong>{comparison.counts[kind]:,}</strong> {words[comparison.counts[kind] != 1]}</li>"
        for kind, words in KINDS.items()
        if kind in comparison.counts and kind != "part"
    )
    causes = ", ".join(f"{escape(CAUSES[cause])} {number:,}" for cause, number in comparison.causes.items())
    return f'<ul class="change-counts">{kinds}</ul><p class="change-causes">By foremost cause: {causes}.</p>'


def _list(
    found: Sequence[tuple[Change, list[str]]], title: str, heading: str, comparison: Comparison, address: Address | None
) -> str:
    if not found:
        return ""
    items = "".join(_item(change, pages, comparison, address) for change, pages in found)
    return f'<{heading}>{title}</{heading}><ul class="change-list">{items}</ul>'


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
    return f'<span class="badge {escape(word or "")}">{escape(word or "none")}</span>'


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
    most = FEW if change.kind == "sentence" else 2 * FEW
    shown = f"<ul>{''.join(items[:most])}</ul>"
    if len(items) > most and change.kind == "sentence":
        shown += f"<small>{_more(len(items) - most)}</small>"
    elif len(items) > most:
        more = f"<summary>{_more(len(items) - most)}</summary>"
        shown += f"<details>{more}<ul>{''.join(items[most:MANY])}</ul></details>"
    return f'<div class="change-rows">{cause}{shown}</div>'


def _row(row: Row, address: Address | None) -> str:
    page, _, anchor = row["place"].partition("#")
    source = escape(row.get("publisher", ""))
    if row.get("url", "").startswith(("http://", "https://")):
        source = f'<a href="{escape(row["url"], quote=True)}" rel="noreferrer">{source}</a>'
    known = f"known {day_name(row['known_on'])}" if row["known_on"] else ""
    origin = ", ".join(filter(None, (source, known)))
    return _link(row["says"], page, anchor, address) + (f" <small>{origin}</small>" if origin else "")


def _by_page(comparison: Comparison, address: Address | None, heading: str) -> str:
    """Everything else, page by page, folded."""
    folded = []
    for page in dict.fromkeys(change.page for change in comparison.changes):
        held = [change for change in comparison.changes if change.page == page and change.kind in DETAILED]
        if held:
            kinds = ", ".join(count_text(Counter(change.kind for change in held)))
            items = "".join(_item(change, [page], comparison, None) for change in held)
            title = escape(comparison.title(page))
            folded.append(
                f"<details><summary>{title} <small>{kinds}</small></summary>"
                f'<ul class="change-list">{items}</ul></details>'
            )
    return f"<{heading}>Page by page</{heading}>{''.join(folded)}" if folded else ""


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
