"""What is known on a day: quantities, periods, units, tables, registers, observations, and a `View` of them."""

from nolimits.data.errors import DataError
from nolimits.data.evidence import Evidence, evidence
from nolimits.data.figures import Fact, Figure, Status, paper_figure, record
from nolimits.data.observations import Observation
from nolimits.data.parameters import Parameter
from nolimits.data.periods import Period, day_name, period
from nolimits.data.registers import Entry, Register
from nolimits.data.tables import Row
from nolimits.data.texts import lines_of, mapping, mapping_of, text_of
from nolimits.data.units import PLAIN, Unit
from nolimits.data.view import LATEST, View, not_late
from nolimits.data.whereabouts import folder, root

__all__ = [
    "LATEST",
    "PLAIN",
    "DataError",
    "Entry",
    "Evidence",
    "Fact",
    "Figure",
    "Observation",
    "Parameter",
    "Period",
    "Register",
    "Row",
    "Status",
    "Unit",
    "View",
    "day_name",
    "evidence",
    "folder",
    "lines_of",
    "mapping",
    "mapping_of",
    "not_late",
    "paper_figure",
    "period",
    "record",
    "root",
    "text_of",
]
