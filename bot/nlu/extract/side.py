"""Which side it is: "the left wan", "(L)", "me knees, the two of them", "the other one"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.asking import MODALS
from bot.nlu.extract.assertion import has_phrase
from bot.nlu.extract.both_sides import (
    BOTH,
    ENDS,
    PARTS,
    PLURALS,
    TWO,
    is_asked_back,
    is_elsewhere,
    of_both,
    of_plural,
)
from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import PAIN, complains, hurts, is_fine
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

LEFT, RIGHT = "left", "right"
_SIDES = {
    "left": LEFT,
    "lt": LEFT,
    "lefthand": LEFT,
    "lefty": LEFT,
    "lft": LEFT,
    "lhs": LEFT,
    "right": RIGHT,
    "rt": RIGHT,
    "righthand": RIGHT,
    "rgt": RIGHT,
    "rhs": RIGHT,
    "bilateral": BOTH,
    "bilaterally": BOTH,
}
_LETTERS = {"l": LEFT, "r": RIGHT}
_BETWEEN_LETTERS = word_set("> < & + / =")
_OTHER_SIDE = {LEFT: RIGHT, RIGHT: LEFT}
_LEADS_TO_PART = word_set(
    "medial lateral inner outer lower upper front back hand bum butt bad sore"
)
_PRONOUNS = word_set("one ones wan wans un yin yins 'un")
# "had the left hip done, now that knee hurts"
_SAME_SIDE = tuple(
    (which, part)
    for which in ("same", "that")
    for part in ("side", "leg", "knee", "hip", "thigh", "groin")
)
_PLACED_BY = word_set(
    "the my me ma his her their your our that this a on of only just mostly mainly"
)
# "right at the front", "right under the kneecap", "right old limp": just so, no side.
_RIGHT_JUST = word_set(
    """
    at in on onto under over below above beneath behind beside by between next near around round
    across along down up through into inside outside where here there from after before now away
    old bother pain mess nightmare state nuisance as about then to bang smack through thing angle
    track answer word way treatment advice time shoes when it off out back ?
    """
)
_RIGHT_AFTER = word_set(
    "all that's that 's alright not quite feel feels about is am are yeah put be looks be"
)
_LEFT_OVER = word_set(
    """
    work it me with untreated over alone him her in to for school home him the out on no my off
    """
)
# "what's left is a dull ache"
_WHAT_REMAINS = word_set("what all that there nothing whats")
_TREATED = word_set(
    """
    replaced replacement operated operation surgery done op reconstructed repaired pinned plated
    scope arthroscopy amputated
    """
)
_LENGTH = word_set("longer cm mm inch inches longest")
_UNITS = word_set("cm mm inch inches")
_SHORTER = word_set("short shorter shortened longer difference discrepancy taller than out off")
_BROKEN = word_set("broke broken fractured fracture smashed shattered")
# A leg that is "an inch shorter and rolled outward" is the broken one.
_ROLLED = word_set(
    "rolled rolls turned turns outward outwards twisted toes pointing points flops flopping"
)
_INJECTED = frozenset({"recent_joint_injection", "steroid_use"})
_AILS = word_set("pain ache hurts sore hurting aching")
_TURNS = word_set("turn turns turning turned twist twisting rotate rotating look looking swing")
_COMPARED = word_set("than versus vs unlike compared against beside")
_ALSO_HURTS = word_set("worse more sorer much badly")
_AS_WELL = word_set("too also well now starting started both same")
_OTHER_THING = word_set("one wan knee hip leg side yin")
_ANOTHER = word_set("other good opposite both either neither fine")
# "I feel fine in myself" says nothing of a leg.
_FEELS = word_set("feel feels feeling felt am 'm otherwise")
_JOINT_OF = {
    **dict.fromkeys(word_set("knee knees kneecap patella"), "knee"),
    **dict.fromkeys(word_set("hip hips groin buttock femur pelvis"), "hip"),
}


def find_sides(
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    history: Sequence[Mention],
    asked: bool = False,
    of_history: bool = False,
) -> list[tuple[int, str]]:
    """Return the sides said, in order, with their places: left, right, both.

    Args:
        tokens: the words of the message.
        clauses: its clauses.
        history: mentions of surgery and the like, whose side is not where it hurts now.
        asked: whether the side is what was asked, so that "left" alone will do.
        of_history: whether the question is what happened before, whose side is not that of the
            pain.
    """
    words = [token.text for token in tokens]
    found: list[tuple[int, str]] = []
    spared: list[str] = []
    earlier: list[int] = []
    for place in range(len(words)):
        side = _side_at(words, place, asked, clauses)
        if side is None or (not asked and is_asked_back(words, place)):
            continue
        clause = clause_at(clauses, place)
        if side == BOTH and not asked and _is_asked_about(words, clause):
            continue
        if _is_not_of_the_pain(words, place, clause, history, of_history):
            spared.append(side)
            own = words[clause.start : clause.end] if clause else words
            # The longer leg may be the one that hurts; not where it broke.
            is_length = _LENGTH & set(own) and not _BROKEN & set(own)
            if clause is None or not (_is_denied(words, clause, place) or is_length):
                earlier.append(place)
        elif side not in [each for _, each in found]:
            found.append((place, side))
    other = _other_one(words, clauses, [s for _, s in found], spared)
    if found or other or len(set(spared)) != 1:
        return [*found, *other]
    if has_phrase(words, _SAME_SIDE) or (
        len(earlier) == len(spared)
        and _tells_more(words, clauses)
        and _is_the_joint_of_now(words, earlier)
    ):
        return [(0, spared[0])]
    return []


def one_side(sides: Sequence[str]) -> str | None:
    """Return the one value for the sides found: several are both."""
    if not sides:
        return None
    return sides[0] if len(set(sides)) == 1 else BOTH


def _side_at(
    words: Sequence[str], place: int, asked: bool, clauses: Sequence[Clause]
) -> str | None:
    word = words[place]
    if word in PLURALS:
        return of_plural(words, place, asked, clauses)
    if word in TWO:
        return of_both(words, place, asked, clauses)
    if word in _LETTERS:
        return _of_letter(words, place, asked)
    side = _SIDES.get(word)
    if side in (None, BOTH) or word in ("lhs", "rhs"):
        return side
    return side if _means_a_side(words, place, asked) else None


def _of_letter(words: Sequence[str], place: int, asked: bool) -> str | None:
    before = words[place - 1] if place else "."
    after = words[place + 1] if place + 1 < len(words) else "."
    side = _LETTERS[words[place]]
    if _is_beside_the_other(words, place):
        return side
    if after in PARTS or after in _PRONOUNS or (asked and len(words) <= 3):
        return side
    # "(L)", "buttock R, knee R.", "knee pain. L."
    closed = after in (")", ".", ",", ";", "/")
    return side if closed and before in (*PARTS, "(", ",", ".", ";", ":") else None


def _is_beside_the_other(words: Sequence[str], place: int) -> bool:
    """Whether both letters stand together: "R>L", "l & r"."""
    other = "l" if words[place] == "r" else "r"
    # Of "R>L" nothing stands between them by now.
    after = [word for word in words[place + 1 : place + 3] if word not in _BETWEEN_LETTERS]
    before = [word for word in words[max(0, place - 2) : place] if word not in _BETWEEN_LETTERS]
    return after[:1] == [other] or before[-1:] == [other]


def _means_a_side(words: Sequence[str], place: int, asked: bool) -> bool:
    word = words[place]
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else "."
    later = words[place + 2] if place + 2 < len(words) else "."
    if list(words[place + 1 : place + 4]) == ["by", "the", "way"]:
        after = "."
    if is_elsewhere(words, place):
        return False
    if _TURNS & set(words[max(0, place - 4) : place]) and after not in PARTS:
        return False
    if after in PARTS | _PRONOUNS | {"sided"}:
        return True
    if word == "right" and after in _RIGHT_JUST and before not in ("the", "my", "his", "her"):
        # "right inner thigh" has a side, "right inside the knee" has none.
        return False
    if word == "left" and after in _LEFT_OVER and before not in ("the", "my", "his", "her"):
        return False
    if after in _LEADS_TO_PART and (later in PARTS | _PRONOUNS or after == "hand"):
        return True
    if word == "right" and before in _RIGHT_AFTER and not asked:
        return before == "is" and after in ENDS and bool({"it", "one"} & set(words[:place]))
    if asked:
        return not (word == "right" and (after in ("now", "away") or before in ("all", "that's")))
    owner = words[place - 2] if place > 1 else ""
    if word == "left" and before in ("'s", "is") and owner in _WHAT_REMAINS:
        return False
    if before in PARTS | {"cap"} and owner in _PLACED_BY | {"knee"} and after not in ENDS:
        # "My hip right makes a noise", as people say it whose own tongue puts the side last.
        return not (after in _RIGHT_JUST if word == "right" else after in _LEFT_OVER)
    if before in _PLACED_BY:
        return before != "a" and before != "that" and before != "this"
    if before in (
        "it's",
        "'s",
        "not",
        "than",
        "or",
        "actually",
        "meant",
        "mean",
        "and",
        "worse",
        "said",
    ):
        return True
    return _stands_apart(words, place, before, after)


def _stands_apart(words: Sequence[str], place: int, before: str, after: str) -> bool:
    """Whether it stands by itself or behind the part: "hip, left", "knee right.", "… Left."."""
    if after not in ENDS and after != ".":
        return False
    if words[place] == "right" and place == 0:
        return list(words[1:2]) in (["btw"], ["by"])
    return before in PARTS | _AILS or before in (",", ".", "(", ";", ":", "!") or place == 0


def _is_not_of_the_pain(
    words: Sequence[str],
    place: int,
    clause: Clause | None,
    history: Sequence[Mention],
    of_history: bool,
) -> bool:
    """Whether it is the side of an operation, of a longer leg, or the one that is fine."""
    done = [m for m in history if not _INJECTED & set(m.values)]
    if any(m.start - 2 <= place < m.end for m in done):
        return True
    if clause is None:
        return False
    own = words[clause.start : clause.end]
    if _is_denied(words, clause, place) or "good" in words[max(0, place - 1) : place]:
        return True
    if of_history and not PAIN & set(own):
        return True
    measured = _is_measured(own) and not _ROLLED & set(own)
    if measured and not hurts(own) and not has_phrase(own, (("no", "longer"),)):
        return True
    done_in = has_phrase(own, (("done", "in"),))
    if "now" in words[clause.start : place]:
        # "had the right one replaced and now the left is going"
        since = max(n for n in range(clause.start, place) if words[n] == "now")
        own = words[since : clause.end]
    return bool(_TREATED & set(own)) and not done_in and not PAIN & set(own)


def _is_measured(own: Sequence[str]) -> bool:
    """Whether it tells how long a leg is: "right is half an inch short", not "a 3 inch nail"."""
    told = _LENGTH & set(own)
    return bool(told - _UNITS or (told and _SHORTER & set(own)))


def _is_asked_about(words: Sequence[str], clause: Clause | None) -> bool:
    """Whether it asks what may be done, and tells of no pain: "should I stretch my hips?"."""
    if clause is None or clause.question not in MODALS:
        return False
    return not complains(words[clause.start : clause.end])


def _is_denied(words: Sequence[str], clause: Clause, place: int) -> bool:
    """Whether it is the other side: "not left", "the right one is fine", "bigger than the left"."""
    if words[place] in ("either", "neither"):
        return False
    lead = words[max(clause.start, place - 3) : place]
    if _COMPARED & set(lead):
        return not _ALSO_HURTS & set(words[clause.start : place])
    if "not" in lead:
        return "only" not in lead and "just" not in lead
    return is_fine(words[place + 1 : min(clause.end, place + 7)])


def _tells_more(words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    """Whether more is told than an operation."""
    return len(clauses) > 1 or not _TREATED & set(words)


def _is_the_joint_of_now(words: Sequence[str], places: Sequence[int]) -> bool:
    """Whether the message speaks of no joint but one that something happened to before.

    "Had his left knee replaced, now the scar weeps" is the left; "left knee replaced, now my hip
    hurts", "other knee now" and "my good leg" are not.
    """
    if any(
        word in _ANOTHER and not (word == "fine" and words[place - 1] in _FEELS)
        for place, word in enumerate(words)
    ):
        return False
    last = max(places)
    near = words[max(0, min(places) - 4) : last + 4]
    joints = {_JOINT_OF[word] for word in near if word in _JOINT_OF}
    later = {_JOINT_OF[word] for word in words[last + 4 :] if word in _JOINT_OF}
    return len(joints) <= 1 and (not later or not joints or later <= joints)


def _other_one(
    words: Sequence[str], clauses: Sequence[Clause], found: Sequence[str], spared: Sequence[str]
) -> list[tuple[int, str]]:
    """What "the other one" is: beside a side that hurts, both; beside one that does not, the other.

    "Left one was done, it's the other one that's at me" is the right.
    """
    for clause in reversed(clauses):
        own = words[clause.start : clause.end]
        places = [
            clause.start + n
            for n, word in enumerate(own[:-1])
            if word == "other" and own[n + 1] in _OTHER_THING
        ]
        if not places or not complains(own) or {"than", "no", "not", "like"} & set(own):
            continue
        if is_fine(words[places[0] + 2 : clause.end]):
            continue
        one = [side for side in (found or spared) if side in _OTHER_SIDE]
        if found and one and _AS_WELL & set(own):
            return [(places[0], BOTH)]
        if not found and len(set(one)) == 1:
            return [(places[0], _OTHER_SIDE[one[0]])]
    return []
