"""The sheet that a passage is printed on: its lines, of which some are put anew, blanked or dropped."""

from __future__ import annotations

from nolimits.pagemodel.blocks import Lines


class PassageSheet:
    """The lines of a passage, of which some are put anew, blanked or dropped."""

    def __init__(self, text: str) -> None:
        self.lines: list[str | None] = list(text.split("\n"))

    @property
    def text(self) -> str:
        """What is left."""
        return "\n".join(line for line in self.lines if line is not None)

    def put(self, at: Lines, before: str, after: str) -> None:
        """Put other running text in place of that which stands on some lines, within what stands around it."""
        if before == after:
            return
        old, new = before.split("\n"), after.split("\n")
        around = [self._around(at.start + i, line) for i, line in enumerate(old)]
        for i, line in enumerate(new[: len(old)]):
            self.lines[at.start + i] = around[i] + line
        for i in range(len(new), len(old)):
            self.lines[at.start + i] = None
        if len(new) > len(old):
            last = self.lines[at.start + len(old) - 1]
            self.lines[at.start + len(old) - 1] = "\n".join([last or "", *new[len(old) :]])

    def _around(self, number: int, text: str) -> str:
        """What stands before some text on its line: a list's mark, an indent, the signs of a heading."""
        line = (self.lines[number] or "").rstrip()
        return line[: line.rfind(text.rstrip())] if text.strip() in line else ""

    def replace(self, at: Lines, line: str) -> None:
        """Put one line in place of some, indented as they were."""
        first = self.lines[at.start] or ""
        self.lines[at.start] = first[: len(first) - len(first.lstrip())] + line
        for number in range(at.start + 1, at.end):
            self.lines[number] = None

    def drop(self, at: Lines) -> None:
        """Take lines out: an item of a list, a line of a table; blank lines after them stay."""
        end = at.end
        while end > at.start + 1 and not (self.lines[end - 1] or "").strip():
            end -= 1
        for number in range(at.start, end):
            self.lines[number] = None

    def is_dropped(self, at: Lines) -> bool:
        """Whether lines were taken out, such as the later paragraphs of an item that is left out."""
        return self.lines[at.start] is None

    def blank(self, at: Lines) -> None:
        """Empty lines, so that what follows stays where it was."""
        for number in range(at.start, min(at.end, len(self.lines))):
            self.lines[number] = ""

    def fill(self, at: Lines, body: int, text: str) -> None:
        """Put other text into a directive, whose body begins on a line."""
        for number in range(body, at.end - 1):
            self.lines[number] = None
        self.lines[body - 1] = "\n".join([self.lines[body - 1] or "", *filter(None, [text])])

    def note(self, at: Lines, digest: str) -> None:
        """Note in a directive what it is made from, so that the page differs where that does."""
        self.lines[at.start] = f"{self.lines[at.start]}\n:made: {digest[:16]}"
