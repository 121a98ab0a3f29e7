"""Too much of a medicine, as it is told: "12 paracetamol by mistake", "double her morphine".

How many were taken, in what time and of what makes the difference between what is usual and what
is an emergency, and no list of phrases can count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nlu.extract.long_ago import Least, begins_long_ago, goes_back, is_long_ago
from bot.nlu.extract.matcher import PATTERN, Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.overdose_words import (
    A_DOSE_TOO_MANY,
    ABOUT_A_MEDICINE,
    ABOUT_TO,
    ANYBODY,
    AS_TOLD,
    AT_ONE_TIME,
    EXCESS,
    FAR_TOO_MUCH,
    HANDED_OUT,
    HAS_OR_GETS,
    IN_STOCK,
    NO_WISH,
    NOT_TAKEN,
    ON_PURPOSE,
    ONLY_SUPPOSED,
    PERIOD,
    SLEEPY,
    STRONG_ONE,
    TOO_MANY_A_DAY,
    WAS_AN_ACCIDENT,
)
from bot.nlu.extract.people import THIRD_PERSON
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

OVERDOSE, EXTRA_DOSE, SELF_HARM = "overdose", "extra_dose", "self_harm"

_OF_ONESELF = frozenset({"i", "i'm", "i've", "i'd", "im", "ive", "me", "myself"})
# What tells of despair, or is more than anybody takes by mistake.
_DESPAIR = re.compile(
    r"\b(?:depress\w*|down|low|sad|cry\w*|tears|upset|note|letters?|split|left (?:him|her)|argu\w*|"
    r"row|hopeless|desperate|fed up|give up|gave up|cope|coping|again|pack\w*|box\w*|bottles?|"
    r"strips?|handfuls?|whole|\d\d+|all (?:of|his|her)|"
    r"overdos\w*)\b"
)
_NO = frozenset({"no", "not", "never"})
_SENTENCE = re.compile(r"[^.!?;]+")
_ENDS = frozenset(".!?;")
_TELLS_PAST = frozenset(["used", "previously"])
# "Hurt it years ago and took 40 paracetamol": the years are those of what goes before.
_AND_THEN = re.compile(r"\b(?:and|but|so|then) ")
_NEXT_PART = re.compile(r",| (?:and|but|so|then|now|today|tonight) ")
# "I took 40 when she was in school": somebody else's youth is no time of what I took.
_OTHERS_YOUTH = re.compile(r"\bwhen (?:he|she|they) (?:was|were)\b[^,]*")
# As with any overdose, nothing need be felt yet (red_flags.yml): a week is not long ago.
_LATELY = re.compile(r"\b(?:last week|(?:an?|one|two|1|2|couple of) weeks? (?:ago|back))\b")
_AND_ANOTHER = re.compile(
    r" (?:and|but|so|then) (?:now |today )?(?=(?:i|he|she|we|they|my|his|her|the)\b)"
)


def find_too_much(tokens: Sequence[Token]) -> list[Mention]:
    """Return what is told of too much of a medicine, a sentence at a time."""
    text, starts = _text_and_starts(tokens)
    if ABOUT_A_MEDICINE.search(text) is None:
        return []
    found = []
    for sentence in _SENTENCE.finditer(text):
        for value, start, end in _too_much_in(sentence[0], text):
            if _was_long_since(sentence[0], start, text[sentence.end() :]):
                continue
            first = _token_at(starts, sentence.start() + start)
            last = _token_at(starts, sentence.start() + end - 1)
            # "No idea how many" denies nothing.
            says_no = not _NO.isdisjoint(token.text for token in tokens[first : last + 1])
            found.append(Mention(first, last + 1, (value,), "findings", PATTERN, says_no))
    return found


def whoever_took_it(judged: Sequence[Judged], tokens: Sequence[Token]) -> list[Judged]:
    """Return the mentions with too much as present, whosever it is, and a mistake as no wish.

    A dose that somebody else took today is an emergency of theirs, whatever the check is about;
    and who thinks that it was too much had better call.
    """
    judged = [
        (mention, Status.PRESENT if _counts_all_the_same(mention, status, tokens) else status)
        for mention, status in judged
    ]
    is_accident = _is_accident(judged, tokens)
    return [
        (mention, status)
        for mention, status in judged
        if SELF_HARM not in mention.values or not (is_accident or _is_no_wish(mention, tokens))
    ]


def never_too_much(judged: Sequence[Judged], tokens: Sequence[Token]) -> frozenset[str]:
    """Return what the words leave no room for: no dose without a medicine, no wish in a mistake."""
    text = _text_and_starts(tokens)[0]
    ruled_out = set()
    is_about_one = ABOUT_A_MEDICINE.search(text) is not None
    if not is_about_one:
        ruled_out |= {OVERDOSE, EXTRA_DOSE}
    if EXCESS.search(text) is None:
        ruled_out.add(EXTRA_DOSE)
    # "As always I wish I was gone" is of no medicine, and says nothing against a wish to die.
    is_no_wish = is_about_one and NO_WISH.search(text) and not ON_PURPOSE.search(text)
    if is_no_wish or _is_accident(judged, tokens):
        ruled_out.add(SELF_HARM)
    return frozenset(ruled_out)


def surely_too_much(judged: Sequence[Judged]) -> frozenset[str]:
    """Return what was counted, and is so whatever else the message looks like."""
    return _present(judged) & {OVERDOSE, EXTRA_DOSE}


def _counts_all_the_same(mention: Mention, status: Status, tokens: Sequence[Token]) -> bool:
    if {OVERDOSE, EXTRA_DOSE}.isdisjoint(mention.values):
        return False
    if status is Status.ASKED:  # "have i taken too many?" asks of what was taken
        return ANYBODY.search(_text_and_starts(tokens)[0]) is None
    if status is Status.PAST:  # "I took 40 at once. That pain started years ago"
        begin, end = _own_sentence(mention, tokens)
        own = [token.text for token in tokens[begin:end]]
        place = len(" ".join(own[: mention.start - begin])) + 1
        was = _TELLS_PAST.isdisjoint(own) and not _is_untaken(" ".join(own), place)
        return was and not _is_old(" ".join(own), place)
    return status in (Status.SOMEONE_ELSE, Status.UNCERTAIN)


def _own_sentence(mention: Mention, tokens: Sequence[Token]) -> tuple[int, int]:
    """Return where the sentence that a mention stands in begins and ends."""
    words = [token.text for token in tokens]
    begin, end = mention.start, mention.end
    while begin > 0 and words[begin - 1] not in _ENDS:
        begin -= 1
    while end < len(words) and words[end] not in _ENDS:
        end += 1
    return begin, end


def _is_accident(judged: Sequence[Judged], tokens: Sequence[Token]) -> bool:
    if not surely_too_much(judged):
        return False
    text = _text_and_starts(tokens)[0]
    if ON_PURPOSE.search(text) is not None:
        return False
    return bool(WAS_AN_ACCIDENT.search(text)) or _is_of_another(text)


def _is_of_another(text: str) -> bool:
    """Whether another took it and nothing tells of despair: "my husband took too many of his"."""
    words = set(text.split())
    is_told_of_them = not THIRD_PERSON.isdisjoint(words) and _OF_ONESELF.isdisjoint(words)
    return is_told_of_them and _DESPAIR.search(with_digits(text)) is None


def _is_no_wish(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether what looks like a wish tells of medicines taken long ago, as ever, or not at all."""
    inside = _text_and_starts(tokens[mention.start : mention.end])[0]
    if ABOUT_A_MEDICINE.search(inside) is None or ON_PURPOSE.search(inside) is not None:
        return False
    if NO_WISH.search(_text_and_starts(tokens)[0]) is not None:
        return True
    begin, end = _own_sentence(mention, tokens)
    own = _text_and_starts(tokens[begin:end])[0]
    place = len(_text_and_starts(tokens[begin : mention.start])[0]) + 1
    return ABOUT_TO.search(own) is None and (_is_untaken(own, place) or _is_old(own, place))


def _too_much_in(sentence: str, message: str) -> Iterator[tuple[str, int, int]]:
    """What a sentence tells of, with where: the far too much before the dose too many."""
    over_time = PERIOD.search(sentence) is not None
    hit = _told(FAR_TOO_MUCH, sentence)
    if hit is not None and _is_not_taken(hit, sentence):
        return
    if hit is not None and (not over_time or _is_not_counted(hit[0])):
        yield OVERDOSE, hit.start(), hit.end()
        return
    hit = _told(TOO_MANY_A_DAY, sentence)
    if hit is not None:
        yield EXTRA_DOSE, hit.start(), hit.end()
        return
    hit = _told(A_DOSE_TOO_MANY, sentence)
    if hit is None or (over_time and AT_ONE_TIME.search(sentence) is None):
        return
    is_grave = bool(STRONG_ONE.search(sentence) or SLEEPY.search(message))
    yield (OVERDOSE if is_grave else EXTRA_DOSE), hit.start(), hit.end()


def _was_long_since(sentence: str, start: int, rest: str) -> bool:
    """Whether what a sentence tells at a place was long ago, or was not taken at all.

    Args:
        sentence: the words of the sentence, with one blank between.
        start: where in it the medicine is told to have been taken.
        rest: what comes after the sentence.
    """
    if _is_untaken(sentence, start) or _is_old(sentence, start):
        return True
    after = _SENTENCE.search(rest)
    return after is not None and goes_back(after[0], Least.MONTHS)


def _is_untaken(sentence: str, start: int) -> bool:
    """Whether it was only nearly taken, of old or in a film, by the part of a sentence it is in.

    "I used to take 2, today I took 40" tells in its second part of what was taken.
    """
    parts = list(_NEXT_PART.finditer(sentence[:start]))
    return NOT_TAKEN.search(sentence[parts[-1].start() if parts else 0 :]) is not None


def _is_old(sentence: str, start: int) -> bool:
    """Whether it was taken weeks or years ago: not "40 today for the knee I hurt years ago"."""
    lead, told = sentence[:start], sentence[start:]
    if not _OF_ONESELF.isdisjoint(lead.split()):
        lead, told = (_OTHERS_YOUTH.sub(" ", each) for each in (lead, told))
    joined = list(_AND_THEN.finditer(lead))
    opening = lead.strip()
    if joined and not begins_long_ago(opening, Least.WEEKS):
        lead = lead[joined[-1].end() :]
    another = _AND_ANOTHER.search(told)
    if another is not None and not goes_back(told[another.start() :], Least.WEEKS):
        told = told[: another.start()]
    before, words = lead.split(), (lead + told).split()
    place = min(len(before), len(words) - 1)
    is_old = is_long_ago(words, 0, len(words), place, Least.WEEKS, by_clock=True)
    return is_old and _LATELY.search(" ".join(words)) is None


def _told(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    """Where a sentence tells of it, and does not only suppose it."""
    hit = pattern.search(sentence)
    if hit is None or ONLY_SUPPOSED.search(sentence[: hit.start()]):
        return None
    return hit


def _is_not_taken(hit: re.Match[str], sentence: str) -> bool:
    """Whether it is taken as it should be, or somebody only has it: "gave me 30 to take home"."""
    if AS_TOLD.search(sentence) and "methotrexate" not in hit[0]:
        return True
    if HAS_OR_GETS.match(hit[0]) is None or re.search(r"\btoo? (?:many|much)\b", hit[0]):
        return False
    return bool(IN_STOCK.search(sentence) or HANDED_OUT.search(sentence[: hit.start()]))


def _is_not_counted(words: str) -> bool:
    """Whether it is too much in whatever time: an overdose, or a weekly medicine each day."""
    return (
        re.search(r"overdos|methotrexate|handful|too? (?:many|much)|bottle|every", words)
        is not None
    )


def _present(judged: Sequence[Judged]) -> frozenset[str]:
    return frozenset(
        value for mention, status in judged if status is Status.PRESENT for value in mention.values
    )


def _text_and_starts(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The words with one blank between, and where each begins."""
    starts, place = [], 0
    for token in tokens:
        starts.append(place)
        place += len(token.text) + 1
    return " ".join(token.text for token in tokens), starts


def _token_at(starts: Sequence[int], place: int) -> int:
    return max(number for number, start in enumerate(starts) if start <= place)
