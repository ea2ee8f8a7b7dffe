"""Registers drawn: trade measures, projects, milestones and dated events, as of the cutoff."""

from nolimits.charts.registers.access import access
from nolimits.charts.registers.answers import answers
from nolimits.charts.registers.events import strip
from nolimits.charts.registers.in_force import in_force
from nolimits.charts.registers.measures import gantt
from nolimits.charts.registers.milestones import milestones
from nolimits.charts.registers.outcomes import entries, outcomes
from nolimits.charts.registers.projects import board
from nolimits.charts.registers.slippage import costs, slippage
from nolimits.charts.registers.voices import voices
from nolimits.charts.registers.yearly import yearly

__all__ = [
    "access",
    "answers",
    "board",
    "costs",
    "entries",
    "gantt",
    "in_force",
    "milestones",
    "outcomes",
    "slippage",
    "strip",
    "voices",
    "yearly",
]
