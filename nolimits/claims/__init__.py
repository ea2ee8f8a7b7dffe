"""What was said, and how it stands: the statements of the papers and their verdicts as of any day."""

from nolimits.claims.faults import faulty_tests
from nolimits.claims.statements import Claim, claim, claims, criteria
from nolimits.claims.turning import turns
from nolimits.claims.verdicts import DECIDED, WORDS, VerdictWord
from nolimits.claims.weigh import Verdict, weigh

__all__ = [
    "DECIDED",
    "WORDS",
    "Claim",
    "Verdict",
    "VerdictWord",
    "claim",
    "claims",
    "criteria",
    "faulty_tests",
    "turns",
    "weigh",
]
