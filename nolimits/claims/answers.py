"""Who was right, on what: the theses of the papers in sentences, a section, a paper and the whole at a time.

All follow from how the theses stand by the view's day. What rests on too little decides nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from nolimits.claims.theses import Stand, Standing, stand, theses
from nolimits.claims.verdicts import CONFIRMED, HOLDS, NO_LONGER, PARTLY, PHRASES, REFUTED, STOOD, THEN, UNDECIDED
from nolimits.data import Row, View, day_name
from nolimits.data.nouns import listed
from nolimits.language.wording import capital

CLAUSES = {
    Stand.HOLDS: ("is right", "that"),
    Stand.PART: ("is right in part", "that"),
    Stand.OVERTAKEN: ("was right at the time, though no longer,", "that"),
    Stand.FAILS: ("is wrong", "that"),
    Stand.OPEN: ("cannot be judged yet on", "whether"),
}
STANDS = list(Stand)
STALE = ("cannot be judged on", "whether")  # one that is open for the age of what is known, now as then
Way = tuple[str, str, str]  # a verb, what links it to a thesis, and why
LOST = ("can no longer be judged on", "whether")  # a thesis that is open now and was not on its paper's day
VERBS = {Stand.HOLDS: "is borne out", Stand.OVERTAKEN: "was right at the time, though no longer,", Stand.FAILS: "fails"}
NAMES = {
    "introduction": "the main point",
    "military": "military matters",
    "why": "the causes",
    "conclusions": "the advice",
}
COUNTED = {
    Stand.HOLDS: (HOLDS[CONFIRMED], "hold"),
    Stand.PART: (HOLDS[PARTLY], "hold in part"),
    Stand.OVERTAKEN: (f"held {NO_LONGER}", f"held {THEN} and no longer do"),
    Stand.FAILS: (HOLDS[REFUTED], "do not hold"),
    Stand.OPEN: ("is open", "are open"),
}
BEFORE = {Stand.HOLDS: STOOD[CONFIRMED], Stand.PART: STOOD[PARTLY], Stand.FAILS: STOOD[REFUTED]}
MORE = "by more or newer sources"
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def standings(view: View) -> list[Standing]:
    """How the theses of the papers that were written by the view's day stand."""
    return [one for thesis in theses(view.evidence) if (one := stand(thesis, view)).then is not None]


def sections(view: View) -> list[str]:
    """The sections on which a paper argues something, in the order of the sections."""
    found = {thesis.section for thesis in theses(view.evidence)}
    return [name for name in view.evidence.choices("theses", "section") if name in found]


def answer(view: View) -> tuple[str, str]:
    """The answer in two parts: on what each paper is borne out or fails, a sentence for each; then who did better, and
    how much is decided."""
    found, papers = standings(view), _past_papers(view)
    if not found:
        return _unwritten(view), "So nothing can be said here of who was right."
    told = []
    for row in papers:
        own = [one for one in found if one.thesis.document == row["document"]]
        ways = {one.now for one in own}
        told += [f"{row['called']} {verb} {_of_what(own, way, view)}" for way, verb in VERBS.items() if way in ways]
    rest = []
    if any(one.now not in VERBS for one in found):
        rest = [f"what else {'they argue' if len(papers) > 1 else 'it argues'} is mixed or open"]
    if not told:
        when = "any more" if any(one.then is Stand.HOLDS for one in found) else "yet"
        who = "neither paper is" if len(papers) > 1 else f"{papers[0]['called']} is not"
        rest = [f"{who} borne out {when}"]
    first, *others = [*told, *rest]
    sentences = [f"By what was known on {day_name(view.cutoff)}, {first}.", *(f"{capital(one)}." for one in others)]
    whose = listed(row["short"] for row in papers)
    counts = _counts(Counter(one.now for one in found))
    number, compared = _number(len(found)), better(found, papers)
    decided = f"Of {f'all {number} theses' if compared else f'the {number} theses of {whose}'}, {counts}."
    return " ".join(sentences), " ".join(filter(None, [compared, decided, _losses(found)]))


def better(found: Iterable[Standing], papers: Iterable[Row]) -> str:
    """Which paper did better, in a sentence; empty where fewer than two argue a thesis.

    A paper does better than another if more of its theses, by share, hold at least in part, and still would if one of
    these did not.
    """
    given, scores = list(found), []
    for row in papers:
        own = [one for one in given if one.thesis.document == row["document"]]
        if own:
            scores.append((sum(one.now in (Stand.HOLDS, Stand.PART) for one in own), len(own), row["short"]))
    if len(scores) < 2:
        return ""
    best = max(scores, key=lambda one: one[0] / one[1])
    rest = [one for one in scores if one is not best]
    held, every, name = best
    if all((held - 1) / every > less / of for less, of, _ in rest):
        others = listed(_score(*one) for one in rest)
        return f"{capital(name)} did better: {_at_least(held, f'its {_number(every)} theses')}, against {others}."
    (held, every, name), *rest = scores
    first = _at_least(held, f"the {_number(every)} theses of {name}") if every > 1 else _single(held, f"of {name}")
    others = listed(_score(*one) for one in rest)
    return f"{'No' if len(rest) > 1 else 'Neither'} paper did clearly better: {first}, and {others}."


def _at_least(held: int, theses_of: str) -> str:
    return f"{_number(held)} of {theses_of} {'holds' if held == 1 else 'hold'} at least in part"


def _single(held: int, whose: str) -> str:
    return f"the one thesis {whose} {'holds at least in part' if held else 'does not hold even in part'}"


def _score(held: int, every: int, whose: str) -> str:
    return f"{_number(held)} of the {_number(every)} of {whose}" if every > 1 else _single(held, f"of {whose}")


def _losses(found: Sequence[Standing]) -> str:
    """How many of the theses that are open, which are told last, were not on their paper's day; a sentence."""
    lost = sum(one.now is Stand.OPEN and one.then is not Stand.OPEN for one in found)
    if not lost:
        return ""
    alone = sum(one.now is Stand.OPEN for one in found) == 1
    which = "The open one" if alone else f"{capital(_number(lost))} of the open ones"
    return f"{which} could be judged on {'its' if lost == 1 else 'their'} paper’s day and cannot be judged now."


def _of_what(own: Sequence[Standing], way: Stand, view: View) -> str:
    """`on barriers and in holding that …`: the sections of which all theses of a paper stand so, and other theses."""
    whole = [name for name in sections(view) if {one.now for one in own if one.thesis.section == name} == {way}]
    single = [one.thesis.text for one in own if one.now is way and one.thesis.section not in whole]
    told = [f"on {listed(map(topic_name, whole))}"] if whole else []
    return listed([*told, *([f"in holding {listed(f'that {text}' for text in single)}"] if single else [])])


def on_section(section: str, view: View) -> str:
    """How the theses of a section stand, in a sentence."""
    here = [one for one in standings(view) if one.thesis.section == section]
    if not here:
        return f"On {topic_name(section)}, no paper had argued anything by {day_name(view.cutoff)}."
    names = {row["document"]: row["called"] for row in view.evidence.documents.values()}
    parts = []
    for document in dict.fromkeys(one.thesis.document for one in here):
        own = [one for one in here if one.thesis.document == document]
        clauses = [_clause(way, [one for one in own if _way(one) == way]) for way in _ways(own)]
        parts.append(f"{names[document]} {listed(clauses, ', and ')}")
    return f"On {topic_name(section)}, {'; '.join(parts)}."


def _way(one: Standing) -> Way:
    if not one.lost:
        return (*CLAUSES[one.now], "")
    return (*(STALE if one.then is Stand.OPEN else LOST), why_lost(one))


def _ways(own: Sequence[Standing]) -> list[Way]:
    """How some theses stand, in the order of stands; what cannot be judged for its age before what cannot be yet."""
    found = dict.fromkeys(_way(one) for one in sorted(own, key=lambda one: (STANDS.index(one.now), not one.lost)))
    return list(found)


def _clause(way: Way, alike: Iterable[Standing]) -> str:
    """`is right that … (high strength) and that … (moderate strength)`."""
    verb, link, why = way
    told = (f"{link} {one.thesis.text}{f' ({one.grade} strength)' if one.grade else ''}" for one in alike)
    return f"{verb} {listed(told, ' and ')}{f' ({why})' if why else ''}"


def why_lost(one: Standing) -> str:
    """How a thesis that cannot be judged now stood on its paper's day, and why it is open; empty for others."""
    then = f"{BEFORE[one.then]} {THEN}; " if one.then in BEFORE else ""
    return f"{then}{reason(one)}" if one.lost else ""


def reason(one: Standing) -> str:
    """Why a thesis that cannot be judged now is open; empty for others."""
    if not one.lost:
        return ""
    if one.aged:
        return "evidence at its core is more than a year old"
    gone = [shift for shift in one.shifts if shift.after == UNDECIDED]
    return (
        "too little bears it now"
        if all(shift.weak for shift in gone)
        else f"statements at its core are {UNDECIDED} by now"
    )


def on_paper(document: str, view: View) -> str:
    """How the theses of a paper stand on the whole, in a sentence."""
    row = view.evidence.documents[document]
    found = [one for one in standings(view) if one.thesis.document == document]
    if not found:
        return f"On {day_name(view.cutoff)} {row['short']} was {yet_to_come([row], view)}."
    told = f"Of the {_number(len(found))} theses of {row['short']}, {_counts(Counter(one.now for one in found))}"
    then = Counter(one.then for one in found if one.then)
    day = row["published_to"]
    was = "" if day == view.cutoff else f"; on its day, {day_name(day)}, {_counts_then(then)}"
    return f"{told}{was}."


def turners_text(one: Standing) -> str:
    """What would make a thesis stand otherwise, in words; empty where no single statement would."""
    ways: dict[tuple[str, Stand], list[str]] = {}
    for key, word, way in one.turners:
        more = f" {MORE}" if key in one.weak and one.words[key] == word else ""
        ways.setdefault((PHRASES.get(word, word) + more, way), []).append(key)
    return "; ".join(f"{way.value} if {listed(keys, ' or ')} were {word}" for (word, way), keys in ways.items())


def _counts(counts: Counter[Stand]) -> str:
    return listed([f"{_number(counts[one])} {COUNTED[one][counts[one] != 1]}" for one in Stand if counts[one]])


def _counts_then(counts: Counter[Stand]) -> str:
    opened = "was open" if counts[Stand.OPEN] == 1 else "were open"
    return listed([f"{_number(counts[one])} {BEFORE.get(one, opened)}" for one in Stand if counts[one]])


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def topic_name(section: str) -> str:
    """What a section is about, behind `on`."""
    return NAMES.get(section, section)


def _past_papers(view: View) -> list[Row]:
    return [row for row in view.evidence.documents.values() if row["published_to"] <= view.cutoff]


def _unwritten(view: View) -> str:
    rows = list(view.evidence.documents.values())
    were = "was" if len(rows) == 1 else "were"
    return f"On {day_name(view.cutoff)} {listed(row['short'] for row in rows)} {were} {yet_to_come(rows, view)}."


def yet_to_come(papers: Iterable[Row], view: View) -> str:
    """What is known of papers before the day from which they count: between its first and last possible day one may
    have been out."""
    out = any(row["published_from"] <= view.cutoff for row in papers)
    return "not known to be out yet" if out else "not yet written"
