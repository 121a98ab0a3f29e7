"""A message cut into clauses: the stretches within which a "no" or a "maybe" can reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

SENTENCE_ENDS = frozenset(".!?")
PRONOUNS = word_set("i it its he she they we there you")
POSSESSIVES = word_set("my his her their our this the both")
_CONJUNCTIONS = word_set(
    """
    but however although though because except whereas yet until nevertheless otherwise
    """
)
_LINKS = word_set("and or so then plus while since as")
_VERBS = word_set(
    """
    is are was were has have had feels feel gets get keeps keep gives gave locks clicks hurts
    hurt swells swelled catches buckles buckled aches clunks grinds pops wakes stiffens seizes
    won't can will does did looks started began goes went came burns throbs 's
    """
)
_BODY = word_set(
    """
    knee knees leg legs hip hips foot calf thigh groin kneecap joint pain back skin shin
    """
)
_FILLERS = word_set(
    """
    and but so also ok okay well um uh erm hi hello hey please yes yeah yep no nope nah none then
    oh just , ;
    """
)
_QUESTION_WORDS = word_set("what what's how why when where which who")
_TO_DO = word_set("should shall do can could must")
_AUXILIARIES = word_set(
    """
    is are am was were do does did can could should would will shall has have may might
    """
)
_MODALS = word_set("can could should would")
_COURTESIES = word_set("can could would will")
_HELP = word_set("please help advise assist me us out")
# "Not: fever, numbness" and "Unsure: is it warm?" put one word over all that follows.
_HEADINGS = frozenset(
    tuple(each.split())
    for each in (
        "not", "no", "none of", "no to", "not got", "do not have", "i do not have", "have not got",
        "without", "negative for", "negative", "denies", "denied", "absent", "never", "never had",
        "not sure", "unsure", "not sure of", "not sure about", "maybe", "possibly", "perhaps",
    )
)  # fmt: skip
_OTHER_HEADINGS = word_set("yes have positive symptoms signs present unsure sure maybe")
_DOUBTS = frozenset({"sure", "unsure", "maybe", "possibly", "perhaps"})
_NO_SUBJECT = word_set("be have just also well possibly")
# "Did my cruciate at 22": "i" is left out, and nothing is asked.
_DAMAGED = word_set(
    """
    acl mcl pcl lcl cruciate cruciates cartilage meniscus ligament ligaments hamstring achilles
    kneecap patella tendon groin
    """
)
_AFTER_AUXILIARY = word_set(
    """
    i it my the this that you a an there these he she they we his her your its any
    """
)


@dataclass(frozen=True)
class Clause:
    """A stretch of tokens (end exclusive) with one reach.

    Attributes:
        start: index of its first token.
        end: index after its last token.
        sentence: number of the sentence it is in.
        question: the word that makes it a question ("why", "is"), or ``""``.
        doubtful: whether a question mark ends it.
    """

    start: int
    end: int
    sentence: int
    question: str = ""
    doubtful: bool = False

    def holds(self, index: int) -> bool:
        """Whether a token lies in it."""
        return self.start <= index < self.end


def clause_at(clauses: Iterable[Clause], index: int) -> Clause | None:
    """Return the clause that a token lies in, ``None`` where it is in none."""
    return next((clause for clause in clauses if clause.holds(index)), None)


def split(tokens: Sequence[Token]) -> list[Clause]:
    """Return the clauses of a message, in order; signs between them belong to none."""
    clauses: list[Clause] = []
    sentence = 0
    for start, end, closing in _stretches(tokens):
        words = [token.text for token in tokens[start:end]]
        if words:
            # "little one (4) has a temperature" goes on after the bracket.
            goes_on = start > 0 and tokens[start - 1].text == ")" and closing != "?"
            question = "" if goes_on else _question(words, closing)
            clauses.append(Clause(start, end, sentence, question, closing == "?"))
        if closing in SENTENCE_ENDS and words:
            sentence += 1
    return clauses


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for index, token in enumerate(tokens):
        if token.text == ":" and _heads_list(tokens, start, index):
            continue
        if token.text in SENTENCE_ENDS or token.text in ";:()":
            yield start, index, token.text
            start = index + 1
        elif index > start and _opens(tokens, index):
            yield start, index, ""
            start = index
    yield start, len(tokens), ""


def _heads_list(tokens: Sequence[Token], start: int, colon: int) -> bool:
    """Whether what stands before a colon is said of each thing after it: "not: fever, lumps".

    "No: the knee locks" is an answer, and what follows it a statement; so it is in "no: swollen,
    hot" where no "yes:" or "unsure:" stands beside it.
    """
    heading = tuple(token.text for token in tokens[start:colon])
    if heading not in _HEADINGS:
        return False
    if _DOUBTS & set(heading):
        return True
    if heading == ("no",) and not _is_one_of_several(tokens, colon):
        return False
    rest = [token.text for token in tokens[colon + 1 :]]
    end = next((place for place, word in enumerate(rest) if word in SENTENCE_ENDS), len(rest))
    end = min(end, next((place for place, word in enumerate(rest) if word in ";:("), end))
    return rest[:end] != [] and (_VERBS | PRONOUNS | _AUXILIARIES).isdisjoint(rest[:end])


def _is_one_of_several(tokens: Sequence[Token], colon: int) -> bool:
    """Whether a message has another heading beside the one before this colon."""
    return any(
        token.text == ":" and place != colon and tokens[place - 1].text in _OTHER_HEADINGS
        for place, token in enumerate(tokens)
        if place
    )


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether a new clause begins at a token."""
    word = tokens[index].text
    before = tokens[index - 1].text
    if word in _CONJUNCTIONS:
        return word != "yet" or _is_subject(tokens, index + 1)
    if word in _LINKS:
        return _is_subject(tokens, index + 1) and word not in ("since", "as", "while")
    if before == ",":
        return _is_subject(tokens, index) or word in _VERBS or word in ("just", "only")
    return word in PRONOUNS and _ends_asking_what_to_do(tokens[:index])


def _ends_asking_what_to_do(tokens: Sequence[Token]) -> bool:
    """Whether it ends with "what should I do (now)", after which people leave the comma out."""
    words = [token.text for token in tokens[-5:]]
    if words[-1] in ("now", "first"):
        words.pop()
    what, asks, *rest = words[-4:] if len(words) > 3 else ("", "")
    return what == "what" and asks in _TO_DO and rest in (["i", "do"], ["we", "do"])


def _is_subject(tokens: Sequence[Token], index: int) -> bool:
    words = [token.text for token in tokens[index : index + 5]]
    if not words:
        return False
    if words[0] in PRONOUNS:
        return True
    if words[0] in POSSESSIVES or words[0] in _BODY:
        head = next((place for place, word in enumerate(words[:4]) if word in _BODY), None)
        return head is not None and head + 1 < len(words) and words[head + 1] in _VERBS
    return False


def _question(words: Sequence[str], closing: str) -> str:
    lead = 0
    if ":" in words[:4] and tuple(words[: words.index(":")]) in _HEADINGS:
        return ""  # "unsure: is it warm?" tells what is not known
    while lead < len(words) and words[lead] in _FILLERS:
        lead += 1
    rest = words[lead:]
    if _asks_for_help(rest):
        return _question(rest[rest.index(",") :], closing)
    if not rest:
        return ""
    if rest[0] == "did" and "in" in rest[2:5] and closing != "?":
        return ""  # "did my knee in at football": "i" is left out
    if rest[0] == "did" and rest[1:2] in (["my"], ["me"]) and closing != "?":
        named = rest[3:4] if rest[2:3] in (["left"], ["right"], ["other"]) else rest[2:3]
        if set(named) & _DAMAGED:
            return ""
    if rest[0] in _QUESTION_WORDS and (closing == "?" or _asks(rest)):
        return rest[0].removesuffix("'s")
    if rest[1:3] in (["not", "any"], ["not", "a"], ["not", "an"]) and closing != "?":
        return ""  # "haven't any numbness": "i" is left out
    subject = rest[2:3] if rest[1:2] == ["not"] else rest[1:2]
    if rest[0] in _AUXILIARIES and subject and subject[0] in _AFTER_AUXILIARY:
        return rest[0]
    if rest[0] in ("is", "are", "does") and rest[1:2] and rest[1].endswith("ing"):
        return rest[0]
    if rest[0] in _MODALS and rest[1:2] and _is_no_verb(rest[1]):
        return rest[0]
    if rest[0] in ("might", "may", "could") and rest[1:2] and rest[1] in _NO_SUBJECT:
        return ""  # "might be a bit puffy?": "it" is left out
    if closing == "?" and (len(rest) <= 3 or rest[0] in _AUXILIARIES):
        return "?"
    return ""


def _is_no_verb(word: str) -> bool:
    """Whether a word cannot follow "can" as its verb: "can arthritis …", "could swimming …"."""
    return word.endswith("ing") or (word.endswith("s") and not word.endswith("ss"))


def _asks_for_help(rest: Sequence[str]) -> bool:
    """Whether it begins with "can you help," and tells after it what with."""
    if "," not in rest or rest[1:2] != ["you"] or rest[0] not in _COURTESIES:
        return False
    return set(rest[2 : rest.index(",")]) <= _HELP


def _asks(rest: Sequence[str]) -> bool:
    """Whether a question word without a question mark asks ("what is it"), not "when i run"."""
    if rest[0] == "what's":
        return True
    return (
        len(rest) > 1
        and rest[0] != "when"
        and (rest[1] in _AUXILIARIES or rest[1] == "'s" or (rest[0] == "how" and len(rest) > 2))
    ) or (rest[0] in ("what", "how") and ("if" in rest[1:3] or rest[1:2] == ["about"]))
