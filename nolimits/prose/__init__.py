"""How a sentence follows the data: templates, the roles in them, and what is said of them on a day."""

from nolimits.prose.roles import ROLES, Said, expand
from nolimits.prose.saying import Spoken, Template, alternatives, bare, choose, passage, plain
from nolimits.prose.templates import ROLE, Role, Sentence, sentences

__all__ = [
    "ROLE",
    "ROLES",
    "Role",
    "Said",
    "Sentence",
    "Spoken",
    "Template",
    "alternatives",
    "bare",
    "choose",
    "expand",
    "passage",
    "plain",
    "sentences",
]
