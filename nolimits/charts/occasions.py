"""Days that matter beside what is drawn over time, such as an act of state."""

from __future__ import annotations

from collections.abc import Iterable

from nolimits import prose
from nolimits.charts.sheet import scales
from nolimits.data import View, period

Occasions = Iterable[tuple[str | int, str]]  # a day or a period, and its text, a template


def occasions(view: View, days: Occasions) -> list[tuple[float, str]]:
    """Where days stand on an axis of time, with their texts; those after the cutoff are left out."""
    return sorted(
        (scales.place(period(when)), prose.plain(text, view))
        for when, text in days
        if period(when).start <= view.cutoff
    )
