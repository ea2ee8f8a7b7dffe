"""What we know: the tables, and a `View` of them as of any day."""

from nolimits.data.figures import Figure, Status, known_on, printed, record
from nolimits.data.observations import Observation
from nolimits.data.periods import DataError, Period, day_name, period
from nolimits.data.tables import folder, package, rows, table
from nolimits.data.view import LATEST, View

__all__ = [
    "LATEST",
    "DataError",
    "Figure",
    "Observation",
    "Period",
    "Status",
    "View",
    "day_name",
    "folder",
    "known_on",
    "package",
    "period",
    "printed",
    "record",
    "rows",
    "table",
]
