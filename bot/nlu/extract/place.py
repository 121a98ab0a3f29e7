"""Which side and where: "outer side of my left knee", "R hip and L knee", "round the front"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.assertion import Status, has_phrase
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.cues import EASES_AFTER
from bot.nlu.extract.matcher import BARE, Mention
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

_SIDES = {
    "left": "left",
    "lt": "left",
    "lefthand": "left",
    "right": "right",
    "rt": "right",
    "righthand": "right",
    "both": "both",
    "bilateral": "both",
    "bilaterally": "both",
}
_LETTERS = {"l": "left", "r": "right"}
_BODY = word_set(
    """
    knee knees kneecap kneecaps hip hips leg legs thigh thighs calf calves groin bum buttock
    buttocks butt foot shin ankle side sides hand one ones patella quad hamstring glute cheek
    medial lateral inner outer lower upper front back inside outside
    """
)
_PLURALS = word_set("knees hips kneecaps thighs calves")
_BEFORE_PLURAL = word_set("my his her these their our old")
_NOT_BOTH_LEGS = word_set("on between at above below down behind")
_SIDE_PLACES = word_set("on my the in of his her just only its it's mostly mainly")
_NOT_RIGHT_AFTER = word_set("now away here there down after before through thing angle up ?")
_NOT_RIGHT_BEFORE = word_set("all that's that 's alright not quite feel feels about is am yeah")
_LEADS_TO_PLACE = word_set(
    """
    on round around at in to toward towards along from over across near like behind under and or
    , the mainly mostly
    """
)
_KNEE = word_set("knee knees kneecap kneecaps patella")
_CLEAR_ALONE = word_set("front outer inner outside inside medial lateral")
_OTHER_PARTS = word_set("hip hips thigh thighs calf calves shin back leg legs foot ankle")
PAIN = word_set(
    """
    pain pains painful hurt hurts hurting ache aches aching achy sore soreness tender agony ow
    throb throbs throbbing burn burns burning sting stings stabbing sharp dull discomfort kills
    killing worse trouble problem problems issue issues bad bother bothers bothering painfully
    stiff tight uncomfortable niggle niggles niggling twinge cramp radiates radiating spreads
    shoots shooting travels goes starts started feel feels feeling swollen pulled strained
    hurted excruciating unbearable gives symptoms difficult difficulty hard impossible struggle
    struggling murder triggers sets aggravates aggravated flares flare plays playing nightmare
    awful terrible worst can't cannot screams winces grumbles moans dread murder worsens
    worsened especially mainly mostly comes coming kicks
    """
)
_NOT_PLACE_AFTER = _OTHER_PARTS | set(
    ["of", "toe", "toes", "finger", "fingers", "ear", "home", "door", "row"]
)
_TREATED = word_set("replaced replacement operated operation surgery done op reconstructed")
_VERBLESS_WORDS = 7
_FAR = 15
_NOT_THERE = (("no", "pain", "there"), ("not", "hurt", "there"), ("not", "painful", "there"))
# An accident or a crack in a part is where it hurts.
_HURT_THERE = frozenset({"true", "popped", "cannot_bear_weight"})


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
    for place, word in enumerate(words):
        side = _side_at(words, place, word, asked)
        if side is None or side in [each for _, each in found]:
            continue
        if any(m.start - 2 <= place < m.end for m in history):
            continue
        clause = next((c for c in clauses if c.holds(place)), None)
        if clause and _is_denied(words, clause, place):
            continue
        if clause and of_history and not PAIN & set(words[clause.start : clause.end]):
            continue
        if clause and any(clause.holds(m.start) for m in history) and _was_treated(words, clause):
            continue
        found.append((place, side))
    return found


def _was_treated(words: Sequence[str], clause: Clause) -> bool:
    """Whether a clause tells only of what was done to a joint: "had my right knee replaced"."""
    own = set(words[clause.start : clause.end])
    return bool(_TREATED & own) and not PAIN & own


def one_side(sides: Sequence[str]) -> str | None:
    """Return the one value for the sides found: several are both."""
    if not sides:
        return None
    return sides[0] if len(set(sides)) == 1 else "both"


def _side_at(words: Sequence[str], place: int, word: str, asked: bool) -> str | None:
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    near = words[place + 1 : place + 4]
    if word in _PLURALS:
        lead = words[max(0, place - 3) : place]
        plural = bool(_BEFORE_PLURAL & set(lead)) and not _NOT_BOTH_LEGS & set(lead)
        return "both" if plural and words[max(0, place - 1)] not in ("of",) else None
    if word in _LETTERS:
        return _LETTERS[word] if after in _BODY or (asked and len(words) <= 3) else None
    if word not in _SIDES:
        return None
    side = _SIDES[word]
    if side == "both":
        if after in ("side", "sides") and not asked and _KNEE & set(words) - {"knees"}:
            return None
        of = {
            "of",
            "my",
            "the",
            "knees",
            "legs",
            "hips",
            "sides",
            "these",
            "his",
            "her",
            "in",
            "with",
        }
        return side if asked or set(near) & (of | _BODY) or before in ("in", "with", "on") else None
    if (
        side == "right"
        and not asked
        and after not in _BODY
        and (after in _NOT_RIGHT_AFTER or before in _NOT_RIGHT_BEFORE or place == 0)
    ):
        return None
    if side == "right" and asked and (after in ("now", "away") or before in ("all", "that's")):
        return None
    if side == "left" and after in (
        "work",
        "it",
        "me",
        "with",
        "untreated",
        "over",
        "alone",
        "him",
    ):
        return None
    if asked or after in _BODY or set(near[:2]) & (_BODY - {"side", "one", "back", "front"}):
        return side
    if before in _SIDE_PLACES or before in (
        "it's",
        "'s",
        "and",
        "not",
        "than",
        "or",
        "actually",
        "meant",
        "mean",
        ",",
    ):
        return side
    return None


def _is_denied(words: Sequence[str], clause: Clause, place: int) -> bool:
    """Whether it is the other side: "not left", "the right one is fine"."""
    lead = words[max(clause.start, place - 3) : place]
    if "not" in lead or ("than" in lead[-1:] and "more" not in words[clause.start : place]):
        return "only" not in lead and "just" not in lead
    after = words[place + 1 : min(clause.end, place + 6)]
    return has_phrase(after, EASES_AFTER)


def accept_locations(
    mentions: Sequence[tuple[Mention, Status]],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: str | None = None,
    corrects: bool = False,
    offered: frozenset[str] = frozenset(),
) -> list[Mention]:
    """Return the location mentions that say where it hurts.

    Args:
        mentions: what was found, with what is said of it.
        tokens: the words of the message.
        clauses: its clauses.
        asked: the id of the pending question.
        corrects: whether the message takes something back.
        offered: the options of the pending question.
    """
    wanted = asked == "location"
    hurt = [m for m, s in mentions if s is Status.PRESENT and m.values[0] in _HURT_THERE]
    words = [token.text for token in tokens]
    accepted: list[Mention] = []
    for mention, status in mentions:
        told = status is Status.PRESENT or (wanted and status is Status.UNCERTAIN)
        if mention.group != "location" or not told:
            continue
        if mention.kind == BARE:
            if mention.values == ("lower_back",) and words[mention.start] == "back":
                # At the knee "the back" is the back of the knee.
                fits = not wanted and "lower_back" in offered
            elif asked not in (None, "location") and "lower_back" in offered:
                fits = words[mention.start] != "back"
            else:
                fits = _bare_fits(words, mention, accepted, wanted, corrects)
            if fits:
                accepted.append(mention)
        elif wanted or corrects or _is_complained_of(words, mention, clauses, hurt):
            accepted.append(mention)
    whole = [m for m in accepted if m.kind != BARE]
    return [m for m in accepted if m.kind != BARE or not any(m.overlaps(each) for each in whole)]


def _is_complained_of(
    words: Sequence[str],
    mention: Mention,
    clauses: Sequence[Clause],
    hurt: Sequence[Mention],
) -> bool:
    """A part is where it hurts if pain is spoken of in the sentence, or little else is said."""
    clause = next((c for c in clauses if c.holds(mention.start)), None)
    if clause is None:
        return False
    same = [c for c in clauses if c.sentence == clause.sentence]
    sentence = words[same[0].start : same[-1].end]
    following = words[mention.end : mention.end + 3]
    if has_phrase(following, EASES_AFTER) or has_phrase(sentence, _NOT_THERE):
        return False
    return (
        bool(PAIN & set(sentence))
        or any(clause.holds(each.start) for each in hurt)
        or len(sentence) <= _VERBLESS_WORDS
        or (len(mention.values) == 1 and (mention.values[0].startswith("knee_")))
    )


def _bare_fits(
    words: Sequence[str],
    mention: Mention,
    accepted: Sequence[Mention],
    asked: bool,
    corrects: bool,
) -> bool:
    if set(words[mention.end : mention.end + 1]) & _NOT_PLACE_AFTER:
        return False
    if asked or corrects:
        return True
    if _is_all_of_a_clause(words, mention):
        return True
    if not mention.values[0].startswith("knee_"):
        return False
    if not _nearest_is_knee(words, mention.start):
        return False
    if words[mention.start] in _LEADS_TO_PLACE:
        return True
    before = [
        w for w in words[max(0, mention.start - 3) : mention.start] if w not in ("my", "right")
    ]
    if before[-1:] == ["the"]:
        return bool(_LEADS_TO_PLACE & set(before[:-1]))
    if before[-1:] and before[-1] in ("and", "or", ","):
        return any(each.end >= mention.start - 2 for each in accepted)
    return len(words) <= _VERBLESS_WORDS and before[-1:] != ["i"]


def _is_all_of_a_clause(words: Sequence[str], mention: Mention) -> bool:
    """Whether it stands by itself: "outer side. also, can i swim?"."""
    before, after = words[: mention.start], words[mention.end :]
    alone = all(word in ("the", "on", "at", "my") for word in before)
    if mention.length == 1:
        # "back" alone is a command, "middle" a degree.
        return alone and words[mention.start] in _CLEAR_ALONE and not after
    return alone and after[:1] in ([], ["."], [","], [";"], ["!"])


def _nearest_is_knee(words: Sequence[str], place: int) -> bool:
    parts = [
        (abs(index - place), word)
        for index, word in enumerate(words)
        if (word in _KNEE or (word in _OTHER_PARTS and index < place)) and place - index < _FAR
    ]
    return bool(parts) and min(parts)[1] in _KNEE
