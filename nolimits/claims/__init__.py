"""What was said, and how it stands: the statements of the two papers and their verdicts as of any day."""

from nolimits.claims.statements import Claim, claim, claims
from nolimits.claims.weigh import WORDS, Verdict, criteria, history, known_on, problems, turns, weigh

__all__ = [
    "WORDS",
    "Claim",
    "Verdict",
    "claim",
    "claims",
    "criteria",
    "history",
    "known_on",
    "problems",
    "turns",
    "weigh",
]
