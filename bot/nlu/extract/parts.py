"""Words of the parts of a leg, and whether what stands beside one says that it hurts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import hurts
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.words import word_set

KNEE = word_set("knee knees kneecap kneecaps patella")
OTHER_PARTS = word_set("hip hips thigh thighs calf calves shin groin back leg legs foot ankle")
PARTS = KNEE | OTHER_PARTS | word_set("buttock buttocks bum butt glute hamstring quad spine")
# What is told of these is told of the part, not of its pain.
CALF = word_set("calf calves leg legs")
DENIED = word_set("no not never none nothing without")


def hurts_there(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Whether words of pain stand near a part, with none of another part among them."""
    clause = clause_at(clauses, mention.start)
    if clause is None:
        return False
    near = words[max(clause.start, mention.start - 3) : min(clause.end, mention.end + 6)]
    return hurts(near) and not DENIED & set(near) and not (PARTS - CALF) & set(near)
