"""Registers drawn: trade measures, projects, milestones and dated events, as of the cutoff."""

from nolimits.charts.registers.events import strip
from nolimits.charts.registers.measures import gantt, in_force
from nolimits.charts.registers.projects import board, milestones

__all__ = ["board", "gantt", "in_force", "milestones", "strip"]
