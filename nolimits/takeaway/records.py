"""What lies beside the pages for machines and for whoever cites: the ledger, the card, the files of each chart."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nolimits.citing import exhibits
from nolimits.citing.citations import Imprint
from nolimits.citing.meta import CHARTS
from nolimits.claims.records import DATA_FILE
from nolimits.data import View
from nolimits.manuscript import outputs
from nolimits.manuscript.exhibit import MIME
from nolimits.pagemodel.parts.cover import CARD_FILE, cover_card
from nolimits.pagemodel.settings import Cover


def add_records(
    tree: Path, notebooks: Iterable[Path], view: View, imprint: Imprint, ledger: bytes, cover: Cover | None
) -> None:
    """Put them into a finished tree; `notebooks` are those as run, `ledger` the records of all statements."""
    for path in notebooks:
        for _, bundle in outputs(path, MIME):
            folder = tree / CHARTS / bundle["id"]
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in exhibits.files(bundle, view, imprint).items():
                (folder / name).write_bytes(content)
    tree.mkdir(parents=True, exist_ok=True)
    (tree / DATA_FILE).write_bytes(ledger)
    if cover:
        (tree / CARD_FILE).write_bytes(cover_card(cover, view))
