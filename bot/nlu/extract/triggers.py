"""What sets it off: an activity counts only where pain is tied to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.assertion import Status, has_phrase
from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import PAIN, complains, hurts, is_over
from bot.nlu.extract.cues import EASES_BEFORE
from bot.nlu.extract.hedged import SOFTENERS
from bot.nlu.extract.matcher import BARE, Mention
from bot.nlu.extract.painless import is_not_fine, is_painless
from bot.nlu.extract.stiff_then import STIFF, is_of_stiffness
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.trigger_lists import closes_list_of, is_fragment, is_item
from bot.nlu.extract.trigger_sense import is_meant, since_got, tells_what_it_does
from bot.nlu.extract.words import word_set

_TIES = word_set(
    """
    when whenever after during while if with on from worse going coming at getting in time by until
    till wen once of soon
    """
)
_JOINS = word_set("and or also mainly mostly the a , . going up down in to only just not on at")
_LITTLE_ELSE = 1
# "I can't do my buttons until 11": what comes before the time is a clause of its own.
_UP_TO = frozenset(["until", "till", "til"])
_DIFFICULT = word_set("hard difficult struggle struggling trouble unable")
# "steps" alone are both ways, "down the steps" is one.
_BOTH_WAYS = ("stairs_up", "stairs_down")
# Gone with the night, which makes it no less of the night.
_BY_DAY = re.compile(
    r"\bmornings? (?:it |it's |he |she |they |all )?(?:is |'s |are )?(?:gone|fine|grand|ok|"
    r"better)\b|"
    r"\b(?:fine|gone|grand|ok|okay|better|right as rain|good as new|normal)\b(?: \w+){0,2} "
    r"(?:in the (?:morning|day\w*)|by (?:morning|day\w*)|during the day\w*|mornings?|next (?:day|"
    r"morning))\b"
)
_BEGAN = word_set("started began happened since came")
_STAIRS = word_set("stair stairs staircase steps")
# "My wife has started doing my laces"
_TAKES_TO = word_set("doing using avoiding helping needing having")
_MOST = word_set("worse worst especially particularly mostly mainly more")
_IS_FOR = word_set("day days week weeks month months year years long ages weekend")
_BEGAN_HURTING = word_set("hurting aching paining hurt ache to")
_ONE_DAY = word_set(
    """
    yesterday ago monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december
    """
)
_HARDLY = word_set("hardly barely scarcely")
_HABIT = word_set("every each always whenever keeps days again still")
_SCORES = {str(score): score for score in range(11)} | {"zero": 0, "nothing": 0, "nil": 0}
_MILD = 3
_SCORES |= {f"{score}/10": score for score in range(11)}
_ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SCORE_WORDS = {word: score for score, word in enumerate(_ONE_TO_TEN, 1)}
_AFTER_SCORE = word_set("when whenever if on at climbing walking going , . out")
# An activity does not bring these on, so a word beside them is none: "fainted on the stairs".
_NOT_SET_OFF = word_set(
    """
    collapse stroke_signs self_harm severe_allergy heavy_bleeding coughing_blood open_wound
    wound_leak bladder_bowel_trouble saddle_numbness fever shivering_unwell weight_loss pregnant
    overdose extra_dose
    """
)
_GRAVE = frozenset({"self_harm", "collapse", "stroke_signs", "severe_allergy"})

# "Short of breath on the stairs": the stairs say nothing of the knee.
_BREATH = frozenset({"breathless", "chest_pain", "coughing_blood"})
_PAINLESS_SIGNS = frozenset({"clicking", "weakness"})
_WELL = word_set("fine good great ok okay grand well nice fun")
# "Only when I'm out on the bike": nothing else is spoken of but the pain.
_ONLY_THEN = re.compile(
    r"^(?:(?:it's|it|is|'s|its|and|but|just|really|mostly|mainly|pain|sore) )*(?:only|mainly|"
    r"mostly|just) (?:when|if|after|while|during|on|at|with) (?:\w+ |'m |'s ){0,5}$"
)


_LIMBS = word_set("knee knees hip hips leg legs groin thigh calf joint kneecap buttock")


def accept_triggers(
    mentions: Sequence[tuple[Mention, Status]],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: bool = False,
) -> list[Mention]:
    """Return the trigger mentions that set the pain off."""
    words = [token.text for token in tokens]
    symptoms = [
        m
        for m, s in mentions
        if m.group in ("findings", "quality")
        and s is Status.PRESENT
        and not set(m.values) & _NOT_SET_OFF
    ]
    stiff = [m for m in symptoms if STIFF & set(m.values)]
    # "It clicks on the stairs", "no power on a step": neither hurts.
    sore = [m for m in symptoms if not set(m.values) & _PAINLESS_SIGNS]
    grave = [m for m, s in mentions if s is Status.PRESENT and set(m.values) & _GRAVE]
    breath = [m for m, s in mentions if s is not Status.ABSENT and set(m.values) & _BREATH]
    accepted = [
        mention
        for mention, status in mentions
        if mention.group == "triggers"
        and status is Status.PRESENT
        and (asked or mention.kind != BARE)
        and is_meant(words, mention)
        and (asked or not _is_how_it_happened(mention, [m for m, _ in mentions], clauses))
        and not eases(words, mention, clauses)
        and not _is_beside(mention, grave, clauses)
        and not _is_of_breath(words, mention, breath, clauses)
        and (asked or not is_of_stiffness(words, mention, stiff, clauses))
        and not _is_when_dressing(mention, [m for m, _ in mentions], clauses)
        and (
            asked
            or _is_tied(
                words, mention, clauses, sore if _on_stairs(mention) else symptoms, mentions
            )
        )
    ]
    # "Getting my foot up onto the bus" is the lifting of it.
    lifts = [m for m in accepted if m.values == ("hip_flexion",)]
    accepted = [
        m
        for m in accepted
        if m.values != ("stairs_up",) or not any(m.overlaps(each) for each in lifts)
    ]
    one_way = [m for m in accepted if m.values in (("stairs_up",), ("stairs_down",))]
    return [
        m
        for m in accepted
        if m.values != _BOTH_WAYS or not any(m.overlaps(each) for each in one_way)
    ]


def is_of_something_else(
    words: Sequence[str],
    mention: Mention,
    mentions: Sequence[tuple[Mention, Status]],
    clauses: Sequence[Clause],
) -> bool:
    """Whether an activity is spoken of for another reason than that it hurts."""
    breath = [m for m, s in mentions if s is not Status.ABSENT and set(m.values) & _BREATH]
    stiff = [m for m, s in mentions if s is Status.PRESENT and set(m.values) & STIFF]
    return (
        not is_meant(words, mention)
        or _is_of_breath(words, mention, breath, clauses)
        or is_of_stiffness(words, mention, stiff, clauses)
    )


def lists_triggers(mentions: Sequence[tuple[Mention, Status]], tokens: Sequence[Token]) -> bool:
    """Whether a short message says little but activities: an answer that comes late."""
    named = [m for m, _ in mentions if m.group == "triggers" and m.kind != BARE]
    rest = [
        token.text
        for place, token in enumerate(tokens)
        if token.text not in _JOINS | SOFTENERS and not any(m.start <= place < m.end for m in named)
    ]
    return bool(named) and len(rest) <= _LITTLE_ELSE


def _is_how_it_happened(
    mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause]
) -> bool:
    """Whether it tells of the accident: "hurt my knee playing tennis", "jumped and felt it pop"."""
    own = _clause(mention, clauses)
    for other in mentions:
        if other.values not in (("true",), ("popped",)) or own is None:
            continue
        clause = _clause(other, clauses)
        if clause == own or (
            clause and clause.sentence == own.sentence and "impact_sport" in mention.values
        ):
            return True
    return False


def _is_beside(mention: Mention, others: Sequence[Mention], clauses: Sequence[Clause]) -> bool:
    own = _clause(mention, clauses)
    return any(own is not None and own.holds(each.start) for each in others)


def _is_of_breath(
    words: Sequence[str], mention: Mention, breath: Sequence[Mention], clauses: Sequence[Clause]
) -> bool:
    """Whether it brings on breathlessness, and no pain: "short of breath on the stairs"."""
    own = _clause(mention, clauses)
    if own is None or _LIMBS & set(words[own.start : own.end]):
        return False
    return _is_beside(mention, breath, clauses)


def _on_stairs(mention: Mention) -> bool:
    return mention.values[0] in _BOTH_WAYS


def _is_when_dressing(
    mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause]
) -> bool:
    """Whether it says when something else is done: "tights on in the morning"."""
    own = _clause(mention, clauses)
    return mention.values in (("morning",), ("night",)) and any(
        "trouble_with_socks" in m.values and _clause(m, clauses) == own and m.end <= mention.start
        for m in mentions
    )


def eases(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Whether it does not set the pain off, or no longer, or eases it."""
    clause = _clause(mention, clauses)
    if clause is None:
        return False
    if is_painless(words, mention, clauses):
        return True
    before = words[clause.start : mention.start]
    if before[-1:] == [","] and complains(words[mention.end : clause.end]):
        before = []  # "fine in the evenings, mornings are the problem"
    same = [each for each in clauses if each.sentence == clause.sentence]
    after = words[mention.end : same[-1].end]
    if mention.values == ("night",) and _BY_DAY.search(" ".join(after)):
        after = []  # "cries at bedtime, right as rain in the morning"
    if is_over(after) or _is_least(words, mention, clauses):
        return True
    if not has_phrase(before, EASES_BEFORE) or ("able" in before and _HARDLY & set(before)):
        return False
    return not ({"worse", "but"} & set(before)) and "not" not in before[:-2]


def _is_tied(
    words: Sequence[str],
    mention: Mention,
    clauses: Sequence[Clause],
    symptoms: Sequence[Mention],
    mentions: Sequence[tuple[Mention, Status]],
) -> bool:
    clause = _clause(mention, clauses)
    if clause is None:
        return False
    same = [each for each in clauses if each.sentence == clause.sentence]
    sentence = words[same[0].start : same[-1].end]
    own = words[clause.start : clause.end]
    before = words[clause.start : mention.start]
    if tells_what_it_does(words, mention) or (since_got(words, mention) and complains(sentence)):
        return True
    if _tells_when_it_began(before, own):
        return False
    judged = words[mention.end : mention.end + 1] in ([":"], ["="])
    told = words[mention.end + 1 : mention.end + 3]
    if judged and (complains(told) or _is_unwell(told) or _SCORES.get(told[0], 0) > _MILD):
        return True
    if closes_list_of(words, mention, same, mentions):
        return True
    if _ONLY_THEN.search("".join(f"{word} " for word in before)) or is_not_fine(
        words, mention, clauses
    ):
        return True
    # "I come down the stairs like a crab"
    named = _STAIRS & set(words[mention.start : mention.end])
    if named and words[mention.end : mention.end + 1] == ["like"]:
        return True
    can_not = "not" in before and bool({"can", "could"} & set(before))
    if complains(own) or _DIFFICULT & set(before) or can_not:
        return True
    lead = set(words[same[0].start : mention.start])
    if words[mention.start] in _UP_TO and "not" in lead and {"can", "could", "will"} & lead:
        return True
    scored = any(_score_at(own, place) > _MILD for place in range(len(own)))
    if any(_SCORES.get(word, 0) > _MILD for word in before[-2:]):
        return True
    felt = (
        complains(sentence) or scored or any(each.holds(m.start) for m in symptoms for each in same)
    )
    if felt and _TIES & set(words[max(clause.start, mention.start - 5) : mention.start + 1]):
        return True
    return is_fragment(words, mention, clause, mentions) or is_item(words, mention, same, mentions)


def _is_unwell(told: Sequence[str]) -> bool:
    """Whether it is said to be anything but well: "night: not fine"."""
    return told[:1] == ["not"] and bool(_WELL & set(told[1:2]))


def _score_at(words: Sequence[str], place: int) -> int:
    """The score that stands at a place, 0 where there is none."""
    if words[place] in _SCORES:
        return _SCORES[words[place]]
    follows = words[place + 1] if place + 1 < len(words) else "."
    return _SCORE_WORDS.get(words[place], 0) if follows in _AFTER_SCORE else 0


def _is_least(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Whether it has the low one of two scores: "a 2 sitting and a 7 walking"."""
    clause = _clause(mention, clauses)
    same = [each for each in clauses if clause and each.sentence == clause.sentence]
    scores = [
        (place, _SCORES[words[place]])
        for place in range(same[0].start, same[-1].end)
        if words[place] in _SCORES
    ]
    before = [score for place, score in scores if mention.start - 5 <= place < mention.start]
    if len(scores) < 2 or not before:
        return False
    return before[-1] + 2 < max(score for _, score in scores)


def _tells_when_it_began(before: Sequence[str], own: Sequence[str]) -> bool:
    """Whether it says on what occasion it began: "started in May after a long walk"."""
    if _HABIT & set(own) or "now" in own:
        return False
    began = next((n for n, word in enumerate(before) if word in _BEGAN), None)
    if (
        began is not None
        and before[began] == "since"
        and _IS_FOR & set(before[began + 1 : began + 4])
    ):
        began = None  # "since two months, when I am walking it is worse"
    if began is not None and not _goes_on(before[began], before[began + 1 :]):
        return True
    return bool(_ONE_DAY & set(own)) and not (PAIN & set(own) or hurts(own))


def _goes_on(began: str, then: Sequence[str]) -> bool:
    """Whether it tells how it is since then: "sore since may, worst after a long drive"."""
    if _BEGAN_HURTING & set(then[:2]) or _MOST & set(then):
        return True
    if began == "started" and _TAKES_TO & set(then[:1]):
        return True
    return began == "since" and hurts(then)


def _clause(mention: Mention, clauses: Sequence[Clause]) -> Clause | None:
    return clause_at(clauses, mention.end - 1)
