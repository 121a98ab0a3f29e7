"""How it began: all at once or bit by bit, after an injury or without one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.accidents import denies_accident, tells_of_accident
from bot.nlu.extract.began import began_at_once, gave_a_sound
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.findings import Findings
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.who import clause_of

Judged = tuple[Mention, Status]

# What comes and goes within a second, or without a warning.
_SPELLS = frozenset({"giving_way", "locking", "bladder_bowel_trouble", "collapse"})
_FAR = 5
# "suddenly training twice as much", "sudden movements": of a doing, not of the pain.
_DOING = re.compile(
    r"(?:sharp |quick |hard |jerky )?(?:movements?|moves?|turns?|stops?|twists?|jerks?|braking|"
    r"(?:realis|realiz|remember|decid|thought)\w*|"
    r"weight loss|training|decisions?|deaths?|change|changes|urge|urges|interest|thought|noises?|"
    r"shower|rain|downpour|storm|(?:(?:started|began|took) (?:to )?)?(?:run\w*|jog\w*|train\w*|"
    r"exercis\w+|"
    r"cycl\w+|danc\w+|play\w*|squat\w*|doing|going|took up|tak\w+ up)\b|"
    r"(?:upp?\w*|increas\w+|doubl\w+|trebl\w+|ramp\w*|add\w*|buil[dt]\w*) (?:up )?(?:my|his|her|"
    r"the|our)\b|"
    r"short of breath|breathless|dizz\w+|lost (?:\w+ )?(?:weight|stone|kilos?)|dropp\w+|gain\w+|"
    r"(?:got|getting|went|going|return\w*) (?:back )?(?:in)?to (?:run|train|exercis|play|danc|"
    r"cycl)\w*|"
    r"put on|stop(?:s|ping)?\b|turn(?:s|ing)?\b|twist\w*)"
)
# "Sudden sharp pains", "suddenly when I walk": each time.
_EACH_PAIN = re.compile(
    r"(?:sharp |bad |stabbing |shooting )*(?:pains|twinges|jolts|stabs|spasms|jabs|attacks|"
    r"bouts)\b|"
    r"(?:when|whenever|if|every time|each time) (?:i|he|she|you) "
    r"(?!\w+ed\b|was|were|had|got|went|stood|woke|sat|fell|came|lay|bent|felt)"
)
# A day, or how bad it is now, tells of this once.
_THIS_ONCE = re.compile(
    r"\b(?:today|tonight|since|this (?:morning|afternoon|evening)|last night|(?:[89]|10)(?: ?/ ?| "
    r"out "
    r"of )10)\b"
)
_SO_BAD_NOW = re.compile(r"\b(?:[89]|10)(?: ?/ ?| out of )10\b")
_BY_THE_WEIGHT = re.compile(
    r"\b(?:weight|breath\w*|mileage|training|blood pressure)(?: has| is)? $"
)
# "In one go", "straight away" of what was swallowed, walked or done.
_IN_ONE_GO = re.compile(
    r"\b(?:took|taken|takes|swallow\w*|drank|ate|walk\w*|climb\w*|carr\w+|ran|cleaned|dug|painted|"
    r"cycled|drove)\b[^.;]*$"
)
_ENDS = frozenset(".!?;")
_OF_A_DOSE = frozenset({"go", "away", "once"})
_TELLS_OF_PAIN = re.compile(
    r"\b(?:c[ao]me on|started|began|was there|there it was|pain|ache|appeared)\b"
)
# "It hurts suddenly", "comes and goes suddenly": each time.
_OFTEN_SO = re.compile(
    r"\b(?:comes and goes|hurts|aches|stings|stabs|catches|shoots|twinges|"
    r"(?:occurs|happens|leaks|strikes|folds|buckles|drops)(?: \w+){0,2}) $"
)
# "Dad died suddenly", "the rain came on suddenly"
_DIED = re.compile(r"\b(?:died|dies|passed(?: away)?) $")
_OF_ANOTHER = re.compile(
    r"\b(?:(?:rain|snow|storm|fog|wind|thunder|hail|weather|power|"
    r"lights?|bus|car|van|train|driver|dog)"
    r"(?: (?:came|went|stopped|braked|pulled|failed|dropped|started|changed|turned|has|had|just|"
    r"down|on|out|up|off|very|so))*) $"
)
# "if i stop suddenly it hurts"
_EACH_TIME = re.compile(
    r"\b(?:if|when|whenever|every time|each time|unless) (?:i|you|he|she|we|they) "
    r"(?!\w+ed\b|was|were|got|went|woke|stood|felt|had)(?:\w+ ){1,3}$"
)
# "i walk slowly", "slowly getting better"
_MOVES = (
    r"(?:walk\w*|go|goes|going|mov\w+|climb\w*|driv\w+|stand\w*|get up|get down|bend\w*|jog\w*|"
    r"run\w*|hobbl\w+|shuffl\w+|lower\w*|(?:to )?(?:get|getting) (?:going|moving|started|up)|"
    r"to (?:start|warm|loosen|move|get|bend|rise)\w*|"
    r"come down|straighten\w*|sit down|take (?:it|things))"
)
_MOVING = re.compile(
    rf"(?:{_MOVES}|(?:is |'s )?(?:getting|got|becoming) (?:better|fitter|stronger)|improv\w+|"
    r"heal\w*|eas\w+|mend\w*|settl\w+|recover\w*)\b"
)
_CAME_ON = re.compile(r"\b(?:came|come|comes|coming|started|began|built|crept)(?: on| up| in)? $")
_MOVED = re.compile(
    rf"(?:(?:^|\b(?:i|he|she|they|to|can|must) ){_MOVES}|improv\w+|heal\w+|getting better)"
    r"(?: (?:up|down|about|around|stairs|the stairs|downstairs|upstairs))*(?: very| really| so)* $"
)


# Nobody falls out of the blue.
_FROM_NOWHERE = re.compile(
    r"\b(?:out of|from) (?:nowhere|(?:the )?(?:clear )?blue(?: sky)?|thin air|nothing)\b"
)
_NEITHER = frozenset({"never", "nobody", "none", "neither", "nor", "without", "no"})
_PLAIN_MOVEMENT = re.compile(
    r"\b(?:stood up|standing up|(?:got|getting) up (?:from|off|out)|(?:bent|bending|"
    r"leant|leaning|crouched|crouching) (?:down|over|forward)|bent to (?:pick|get|tie)|"
    r"(?:reached|reaching) (?:down|over|for|across|up|into)|sat down|sitting down|"
    r"sneez(?:ed|ing|e)|cough(?:ed|ing)|lift(?:ed|ing)|pick(?:ed|ing) up|shift(?:ed|ing)|"
    r"roll(?:ed|ing) over in bed|putting (?:my|his|her) (?:socks?|shoes?|tights) on|"
    r"was (?:squatting|crouching|kneeling))\b"
)
# "Over a couple of runs": one after the other, and not all at once.
_OVER_SEVERAL = re.compile(
    r"\b(?:over|across|during) (?:an? |the )?(?:last |past )?"
    r"(?:few|couple(?: of)?|several|two|three|four) (?:long |short |training |different )?"
    r"(?:runs|walks|sessions|games|matches|rides|classes|workouts)\b"
)
_HAPPENED = re.compile(
    r"\b(?:went (?:clunk|click|pop|bang|crack|snap|ping|twang|crunch)|"
    r"(?:there was|heard|felt|gave) an? (?:\w+ )?(?:clunk|click|pop|bang|crack|snap|ping|twang|"
    r"crunch)|"
    r"back (?:just |has |had |'s )?(?:went|gone|locked|seized)|"
    r"(?:put|did|done|threw|pulled) (?:my|his|her) back\b|"
    r"(?:knee|hip) (?:just |suddenly )?(?:locked|jammed|seized|stuck))\b"
)
_OFTEN = re.compile(
    r"\b(?:every|each|whenever|always|sometimes|usually|often|keeps?|if|twice|years? ago|"
    r"months? ago|used to|fell|fall|fallen|slipp\w+|tripp\w+|twist\w*|stumbl\w+|landed|"
    r"bang(?:ed)? (?:my|his|her|the|it)|knock\w*|dropped|pushed|hit|"
    r"caught|turn\w*|tackl\w*|ski\w*|jump\w*|land\w*|play\w*|kick\w*|crash\w*)\b"
)


def _is_of_something_else(
    mention: Mention, words: Sequence[str], clauses: Sequence[Clause]
) -> bool:
    """Whether it tells how somebody moves or trains, not how the pain began."""
    clause = clauses[clause_of(mention, clauses)]
    before = "".join(f"{word} " for word in words[clause.start : mention.start])
    sentence = _sentence(mention, words)
    if _DIED.search(before) or (_OF_ANOTHER.search(before) and not _SO_BAD_NOW.search(sentence)):
        return True
    if _OFTEN_SO.search(before) and not _THIS_ONCE.search(sentence):
        return True
    if words[mention.end - 1] in _OF_A_DOSE and _IN_ONE_GO.search(before):
        return True
    if words[mention.end - 1] == "nothing" and words[mention.end : mention.end + 1] == ["to"]:
        return True  # "went from nothing to four runs a week"
    if mention.length > 1:
        return False  # "came on slowly" says what began
    after = " ".join(words[mention.end : min(clause.end, mention.end + _FAR)])
    if _EACH_PAIN.match(after) and not _THIS_ONCE.search(sentence):
        return True
    if _DOING.match(after) or _BY_THE_WEIGHT.search(before) or _EACH_TIME.search(before):
        return True
    if mention.values != ("gradual",) or _CAME_ON.search(before):
        return False
    return bool(_MOVING.match(after) or _MOVED.search(before))


def _sentence(mention: Mention, words: Sequence[str]) -> str:
    """The words of the sentence that a mention stands in."""
    ends = [place for place, word in enumerate(words) if word in _ENDS]
    start = max((place for place in ends if place < mention.start), default=-1) + 1
    end = min((place for place in ends if place >= mention.end), default=len(words))
    return " ".join(words[start:end])


def _is_how_it_goes(
    mention: Mention, judged: Sequence[Judged], words: Sequence[str], clauses: Sequence[Clause]
) -> bool:
    """Whether "suddenly" tells how the leg gives way each time, not how the pain began."""
    own = clauses[clause_of(mention, clauses)]
    if _TELLS_OF_PAIN.search(" ".join(words[own.start : own.end])):
        return False  # "it was there all at once, and the knee snags"
    # A leg that gave and cannot be stood on since gave once.
    if any("cannot_bear_weight" in each.values and s is Status.PRESENT for each, s in judged):
        return False
    return mention.values == ("sudden",) and any(
        set(each.values) & _SPELLS
        and status is Status.PRESENT
        and clauses[clause_of(each, clauses)].sentence == own.sentence
        for each, status in judged
    )


def add_onset(
    findings: Findings,
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
) -> None:
    """Put onset and injury among the findings."""
    words = [token.text for token in tokens]
    said = [(m.values[0], _of_a_fall(m, s, words)) for m, s in judged if m.group == "injury"]
    fell = any(value == "true" and status is Status.PRESENT for value, status in said)
    if fell or tells_of_accident(tokens, clauses, findings.get("who")):
        findings["injury"] = True
    elif any(
        (value == "false" and status in (Status.PRESENT, Status.ABSENT))
        or (value == "true" and status is Status.ABSENT)
        for value, status in said
    ) or denies_accident(tokens):
        findings["injury"] = False
    onsets = [
        m.values[0]
        for m, s in judged
        if m.group == "onset"
        and s is Status.PRESENT
        and not _is_how_it_goes(m, judged, words, clauses)
        and not _is_of_something_else(m, words, clauses)
    ]
    if onsets:
        findings["onset"] = onsets[0]
    text = " ".join(words).replace(" '", "'")
    # What cracked in a fall tells of the fall, and the fall is noted.
    if "onset" not in findings and findings.get("injury") is not True and _is_at_once(text):
        findings["onset"] = "sudden"
    if "onset" not in findings and _OVER_SEVERAL.search(text):
        findings["onset"] = "gradual"
    if findings.get("injury") is not True and _of_a_plain_movement(text):
        findings.setdefault("onset", "sudden")
        findings["injury"] = False
    elif findings.get("onset") == "sudden" and _FROM_NOWHERE.search(text):
        findings.setdefault("injury", False)


def _of_a_fall(mention: Mention, status: Status, words: Sequence[str]) -> Status:
    """The status of a mention; "he does not complain, fell down a step" denies no fall."""
    if status is not Status.ABSENT or words[mention.start] != "fell":
        return status
    before = words[max(0, mention.start - 6) : mention.start]
    goes_on = before[-1:] in ([","], ["and"], ["then"])
    asked = "?" in words[mention.end : mention.end + 1]
    return Status.PRESENT if goes_on and not _NEITHER & set(before) and not asked else status


def _is_at_once(text: str) -> bool:
    """Whether it began in one moment, though no word for that is said; see `began`."""
    return gave_a_sound(text) or began_at_once(text)


def _of_a_plain_movement(text: str) -> bool:
    """Whether it happened in the middle of standing up, bending, sneezing and the like.

    What may have been a twist, a slip or a knock is none of these: it is asked for.
    """
    return any(
        _PLAIN_MOVEMENT.search(sentence)
        and _HAPPENED.search(sentence)
        and not _OFTEN.search(sentence)
        for sentence in _pairs(re.split(r"[.!?;]", text))
    )


def _pairs(sentences: Sequence[str]) -> list[str]:
    """Each sentence with the one after it."""
    return [" ".join(sentences[place : place + 2]) for place in range(len(sentences))]
