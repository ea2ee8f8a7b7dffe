"""The book in brief for a word processor, as .docx: made by pandoc, on a machine that has it.

Not as .odt: pandoc leaves the words of pictures out of it, and whoever reads .odt reads .docx.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import lxml.html
from lxml.html import HtmlElement, builder

from nolimits.citing.citations import Imprint
from nolimits.data import day_name
from nolimits.data.periods import epoch
from nolimits.takeaway.print.press import PressError

FORM = "docx"
TITLE, SUBTITLE = "title", "subtitle"  # classes of a printed title page


def pandoc() -> str | None:
    """Where pandoc lies on this machine; None where it does not."""
    return shutil.which("pandoc")


def office_file(document: str, tree: Path, imprint: Imprint, by: str) -> bytes:
    """A printed document as .docx; `by` is pandoc, `tree` has the charts' own pictures.

    The same twice. Raises PressError where pandoc refuses it.
    """
    page = lxml.html.fromstring(document)
    told = {"title": _take(page, TITLE), "subtitle": _take(page, SUBTITLE), "author": ", ".join(imprint.names)}
    told |= {"date": f"As known by {day_name(imprint.cutoff)}, edition {imprint.edition}", "lang": "en-GB"}
    # the title is told by itself, and what edition it is stands behind the text
    for node in [*page.iter("style", "header", "h1"), *page.find_class("part")]:
        node.drop_tree()
    (body,) = page.iter("body")
    for node in page.find_class("reverse"):
        body.append(node)
    for figure in list(page.iter("figure")):
        _picture(figure, tree)
    return _convert(lxml.html.tostring(page, encoding="unicode"), told, tree, imprint.cutoff, by)


def _take(page: HtmlElement, name: str) -> str:
    """What a line of the title page says."""
    return " ".join(one.text_content() for one in page.find_class(name)[:1])


def _picture(figure: HtmlElement, tree: Path) -> None:
    """In a chart's place its own picture, which has its headline and source, and its caption; any other stays."""
    name, image = figure.get("id", "").rpartition("--")[2], figure.find(".//img")
    path = tree / "charts" / name / f"{name}.png"
    if image is None or not path.is_file():
        return
    alt, caption = image.get("alt", ""), figure.find(".//figcaption")
    for child in list(figure):
        figure.remove(child)
    figure.tag = "div"
    figure.append(builder.P(builder.IMG(src=path.relative_to(tree).as_posix(), alt=alt, width="100%")))
    if caption is not None:
        figure.append(builder.P(" ".join(caption.text_content().split())))


def _convert(text: str, told: dict[str, str], tree: Path, day: str, by: str) -> bytes:
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch(day)), "LC_ALL": "C.UTF-8"}
    with TemporaryDirectory() as folder:
        made = Path(folder) / f"paper.{FORM}"
        command = [by, "--from=html", f"--to={FORM}", f"--output={made}", f"--resource-path={tree}"]
        command += [f"--metadata={name}:{value}" for name, value in told.items() if value]
        try:
            done = subprocess.run(
                command, input=text, env=environment, capture_output=True, text=True, timeout=120, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PressError(f"pandoc does not make a .{FORM}: {error}") from None
        if done.returncode or not made.is_file():
            raise PressError(f"pandoc does not make a .{FORM}: {' '.join(done.stderr.split())[:300]}")
        return made.read_bytes()
