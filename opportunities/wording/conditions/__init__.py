"""Every condition of eligibility as a plain statement in the language in force: "Only nationals of Japan".

A statement begins with a capital letter and has no full stop, so that an answer can follow it.
"""

from opportunities.wording.conditions.statements import condition_in_words
from opportunities.wording.conditions.work import NameOf

__all__ = ["NameOf", "condition_in_words"]
