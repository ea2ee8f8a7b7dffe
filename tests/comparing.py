"""Changes between two books of invented content, for tests of how they are told."""

from nolimits.editions.compare import Change, Comparison
from nolimits.pagemodel.twin import BookTwin

TITLES = {"chapters/one": "One", "chapters/two": "Two", "chapters/ledger": "The ledger"}
HOSTILE = "<script>alert(1)</script>"


PAPERS = {"l001": "letter", "l002": "letter", "p001": "pamphlet"}


def book(cutoff: str, edition: str = "") -> BookTwin:
    pages = {name: {"title": title, "verdicts": []} for name, title in TITLES.items()}
    pages["chapters/ledger"]["verdicts"] = [{"claim": key, "document": paper} for key, paper in PAPERS.items()]
    return BookTwin(edition or f"{cutoff}-x", cutoff, "c", {}, pages, {}, {})


def between(*changes: Change, old: str = "2022-06-30", new: str = "2023-06-30") -> Comparison:
    return Comparison(book(old), book(new), changes)


def row(says: str = "Wool sold, 2022: USD 90 bn", known: str = "2023-01-20", **other: str) -> dict:
    place = {"place": "chapters/rows-trade#wool.exports.2022", "publisher": "Customs", "url": "https://example.org/x"}
    return {"key": says, "says": says, "known_on": known} | place | other


def change(kind: str, before: str | None = "1", after: str | None = "2", **told) -> Change:
    page = told.pop("page", "chapters/one")
    same = {"anchor": "n-1", "asked": "{value}`x`", "context": "It is 2.", "causes": ("new-period",)}
    return Change(page, kind, **(same | told), before=before, after=after)


def verdict(claim: str = "l001", before: str = "confirmed", after: str = "refuted", **told) -> Change:
    told = {"anchor": claim, "asked": claim, "context": "Norland sells more.", "page": "chapters/ledger"} | told
    return change("verdict", before, after, **told)
