"""Which side it is: "the left wan", "(L)", "me knees, the two of them", "the other one"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.assertion import has_phrase
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.complaint import PAIN, complains, hurts, is_fine, phrases
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

LEFT, RIGHT, BOTH = "left", "right", "both"
_SIDES = {
    "left": LEFT,
    "lt": LEFT,
    "lefthand": LEFT,
    "lefty": LEFT,
    "right": RIGHT,
    "rt": RIGHT,
    "righthand": RIGHT,
    "bilateral": BOTH,
    "bilaterally": BOTH,
}
_LETTERS = {"l": LEFT, "r": RIGHT}
_OTHER_SIDE = {LEFT: RIGHT, RIGHT: LEFT}
_PARTS = word_set(
    """
    knee knees kneecap kneecaps hip hips leg legs thigh thighs calf calves calfs groin bum buttock
    buttocks butt foot feet shin shins ankle ankles patella quad quads hamstring hamstrings glute
    glutes cheek side sides thighbone femur shinbone itb hipbone
    """
)
_LEADS_TO_PART = word_set(
    "medial lateral inner outer lower upper front back hand bum butt bad sore"
)
_PRONOUNS = word_set("one ones wan wans un yin yins 'un")
_PLURALS = word_set("knees hips kneecaps thighs calves calfs shins legs groins buttocks")
_FOUR = word_set("knees hips kneecaps")
_DETERMINERS = word_set("my me his her their our these those the two ma mi")
# "on hands and knees", "between my knees", "above the hips": no word of both hurting.
_AROUND_THEM = word_set("on onto between at above below down behind with bend bending bent high of")
# "on my knees" is a posture; "the front of my knees" is where it hurts.
_NOT_BOTH_AFTER = phrases("the size, not, are not, would, sat, deep, bent, apart, together, up")
_BOTH_OF = phrases(
    """
    two of them, two of em, both of them, both of em, pair of them, pair of em, both sides,
    either side, each side
    """
)
# "had the left hip done, now that knee hurts"
_SAME_SIDE = tuple(
    (which, part)
    for which in ("same", "that")
    for part in ("side", "leg", "knee", "hip", "thigh", "groin")
)
_FEW = 6
_TWO = word_set("both two either each pair")
# A side said of these is no side of a knee or hip.
_ELSEWHERE = word_set(
    """
    arm arms shoulder shoulders elbow elbows wrist wrists hand hands finger fingers thumb eye eyes
    ear ears chest jaw face breast boob kidney lung wing hander handed handside mate
    """
)
_ELSEWHERE_UNLESS = {"hand": ("side",)}
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
_ENDS = word_set(", . ; ! ? ) ( and but / - then with since for from too also")
_TREATED = word_set(
    """
    replaced replacement operated operation surgery done op reconstructed repaired pinned plated
    scope arthroscopy amputated
    """
)
_LENGTH = word_set("longer cm mm inch inches longest")
_INJECTED = frozenset({"recent_joint_injection", "steroid_use"})
_AILS = word_set("pain ache hurts sore hurting aching")
_TURNS = word_set("turn turns turning turned twist twisting rotate rotating look looking swing")
_COMPARED = word_set("than versus vs unlike")
_ALSO_HURTS = word_set("worse more sorer much badly")
_AS_WELL = word_set("too also well now starting started both same")
_OTHER_THING = word_set("one wan knee hip leg side yin")


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
    for place in range(len(words)):
        side = _side_at(words, place, asked, clauses)
        if side is None:
            continue
        clause = next((c for c in clauses if c.holds(place)), None)
        if _is_not_of_the_pain(words, place, clause, history, of_history):
            spared.append(side)
        elif side not in [each for _, each in found]:
            found.append((place, side))
    if not found and len(set(spared)) == 1 and has_phrase(words, _SAME_SIDE):
        return [(0, spared[0])]
    return [*found, *_other_one(words, clauses, [s for _, s in found], spared)]


def one_side(sides: Sequence[str]) -> str | None:
    """Return the one value for the sides found: several are both."""
    if not sides:
        return None
    return sides[0] if len(set(sides)) == 1 else BOTH


def _side_at(
    words: Sequence[str], place: int, asked: bool, clauses: Sequence[Clause]
) -> str | None:
    word = words[place]
    if word in _PLURALS:
        return _of_plural(words, place, asked, clauses)
    if word in _TWO:
        return _of_both(words, place, asked, clauses)
    if word in _LETTERS:
        return _of_letter(words, place, asked)
    side = _SIDES.get(word)
    if side in (None, BOTH):
        return side
    return side if _means_a_side(words, place, asked) else None


def _of_plural(
    words: Sequence[str], place: int, asked: bool, clauses: Sequence[Clause]
) -> str | None:
    lead = words[max(0, place - 4) : place]
    after = words[place + 1 : place + 4]
    if any(tuple(after[: len(each)]) == each for each in _NOT_BOTH_AFTER):
        return None
    clause = next((c for c in clauses if c.holds(place)), None)
    own = words[clause.start : clause.end] if clause else words
    if words[place] == "legs" and not hurts(own):
        return None
    near = [word for word in lead[-2:] if word not in _DETERMINERS | {"both", "poor", "old"}]
    around = near[-1:] and near[-1] in _AROUND_THEM
    if around and not (near[-1] == "of" and _is_part_of(words, place)):
        return None
    if _DETERMINERS & set(lead[-3:]):
        return BOTH
    # "knees are screaming", "shoulders, elbows and knees all hurt"
    bare = not lead or lead[-1] in (",", ".", "and", "&", "now", "n", "but", "because", "so")
    return BOTH if bare and words[place] in _FOUR and complains(own) else None


def _is_part_of(words: Sequence[str], place: int) -> bool:
    parts = word_set("front fronts back backs side sides inside outside insides outsides both")
    return bool(parts & set(words[max(0, place - 5) : place]))


def _of_both(
    words: Sequence[str], place: int, asked: bool, clauses: Sequence[Clause]
) -> str | None:
    here = words[place : place + 3]
    after = words[place + 1] if place + 1 < len(words) else ""
    near = words[place + 1 : place + 4]
    is_both = words[place] == "both"
    if asked and is_both:
        return BOTH
    knee_side = after in ("side", "sides") and {"knee", "kneecap"} & set(words)
    if knee_side and words[place] in _TWO and {"of", "the"} & set(words[place + 2 : place + 4]):
        return None
    if _ELSEWHERE & set(near[:2]):
        return None
    clause = next((c for c in clauses if c.holds(place)), None)
    own = words[clause.start : clause.end] if clause else list(words)
    if "legs" in near and (not hurts(own) and len(own) > 3):
        return None
    if has_phrase(here, [each for each in _BOTH_OF if each[0] == words[place]]):
        return BOTH if complains(own) or len(own) <= _FEW else None
    if is_both:
        before = words[place - 1] if place else ""
        named = bool((_PARTS | {"backs", "fronts"}) & set(near)) or before in ("in", "with", "on")
        return BOTH if named or hurts([after]) or after in ("but", ",") else None
    if words[place] == "two":
        return BOTH if _PLURALS & set(near[:2]) else None
    if words[place] == "each":
        return BOTH if after in ("knee", "hip", "leg") else None
    return None


def _of_letter(words: Sequence[str], place: int, asked: bool) -> str | None:
    before = words[place - 1] if place else "."
    after = words[place + 1] if place + 1 < len(words) else "."
    side = _LETTERS[words[place]]
    if after in _PARTS or after in _PRONOUNS or (asked and len(words) <= 3):
        return side
    # "(L)", "buttock R, knee R.", "knee pain. L."
    closed = after in (")", ".", ",", ";", "/")
    return side if closed and before in (*_PARTS, "(", ",", ".", ";") else None


def _means_a_side(words: Sequence[str], place: int, asked: bool) -> bool:
    word = words[place]
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else "."
    later = words[place + 2] if place + 2 < len(words) else "."
    if _is_elsewhere(words, place):
        return False
    if _TURNS & set(words[max(0, place - 4) : place]) and after not in _PARTS:
        return False
    if after in _PARTS | _PRONOUNS:
        return True
    if word == "right" and after in _RIGHT_JUST and before not in ("the", "my", "his", "her"):
        # "right inner thigh" has a side, "right inside the knee" has none.
        return False
    if word == "left" and after in _LEFT_OVER and before not in ("the", "my", "his", "her"):
        return False
    if after in _LEADS_TO_PART and (later in _PARTS | _PRONOUNS or after == "hand"):
        return True
    if word == "right" and before in _RIGHT_AFTER and not asked:
        return before == "is" and after in _ENDS and bool({"it", "one"} & set(words[:place]))
    if asked:
        return not (word == "right" and (after in ("now", "away") or before in ("all", "that's")))
    if before in _PLACED_BY:
        return before != "a" and before != "that" and before != "this"
    if before in ("it's", "'s", "not", "than", "or", "actually", "meant", "mean", "and", "worse"):
        return True
    return _stands_apart(words, place, before, after)


def _stands_apart(words: Sequence[str], place: int, before: str, after: str) -> bool:
    """Whether it stands by itself or behind the part: "hip, left", "knee right.", "… Left."."""
    if after not in _ENDS and after != ".":
        return False
    if words[place] == "right" and place == 0:
        return False
    return before in _PARTS | _AILS or before in (",", ".", "(", ";", ":", "!") or place == 0


def _is_elsewhere(words: Sequence[str], place: int) -> bool:
    """Whether the side is that of a hand or a shoulder: "my left arm"."""
    after = list(words[place + 1 : place + 3])
    if not after or after[0] not in _ELSEWHERE:
        return False
    return after[1:2] == [] or after[1] not in _ELSEWHERE_UNLESS.get(after[0], ())


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
    if _LENGTH & set(own) and not hurts(own) and not has_phrase(own, (("no", "longer"),)):
        return True
    return bool(_TREATED & set(own)) and not PAIN & set(own)


def _is_denied(words: Sequence[str], clause: Clause, place: int) -> bool:
    """Whether it is the other side: "not left", "the right one is fine", "bigger than the left"."""
    lead = words[max(clause.start, place - 3) : place]
    if _COMPARED & set(lead):
        return not _ALSO_HURTS & set(words[clause.start : place])
    if "not" in lead:
        return "only" not in lead and "just" not in lead
    return is_fine(words[place + 1 : min(clause.end, place + 7)])


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
