"""Whether a mention is so, is not, might be, was, would be, is asked about, or is another's.

The idea is that of ConText (Harkema et al., J Biomed Inform 2009): cues reach along their clause
until a word that ends their reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.nlu.extract import cues
from bot.nlu.extract.after import (
    answer_to,
    denial_next,
    from_after,
    is_affirmed_next,
    own_answer,
    tells_of_then,
    words_after,
)
from bot.nlu.extract.before import begins_with_subject, denied_in_list, from_before
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.dated_apart import is_dated_apart
from bot.nlu.extract.elsewhen import is_at_other_times, is_over_the_pain
from bot.nlu.extract.findings import MANY
from bot.nlu.extract.matcher import MEASURED_NORMAL, NORMAL, PATTERN, Mention
from bot.nlu.extract.phrases import find_phrase, first_phrase, has_phrase, phrases
from bot.nlu.extract.put_right import is_called_wrong, is_said_instead, is_taken_out
from bot.nlu.extract.reasons import is_asked_about
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

__all__ = ["Status", "first_phrase", "has_phrase", "status_of"]

_NO_INSIDE = frozenset({"not", "never", "no", "without"})
# "No to everything else but the breathing"
_ALL_BUT = re.compile(
    r"\b(?:no|not|none|nothing)\b[^.;!?]{0,40}\b(?:everything|all|any|rest|others?|else|them|those|"
    r"these)\b[^.;!?]{0,20}\b(?:but|except|bar|apart from|other than)(?: for)?(?: the| my| a)?$"
)
_NONE_INSIDE = _NO_INSIDE | {"nothing", "none", "nil", "nobody"}
_NO_ANY = frozenset({"no", "nothing", "without"})
_LACKS = word_set("loss lost dead numb lack problem problems trouble change numbness")
_REASON = ("why", "how")
_MODALS = word_set("will could can would may might should")
# "can my swollen knee mean …?" takes it for granted, "can my knee swell?" asks.
_OF_WHAT_IS = word_set("be mean come cause get have heal settle stop turn lead go need affect hurt")
_WHAT_IF_VERBS = word_set("would should could will")
# "If it swells i'll ring": what is yet to come, unlike "if i twist it'll lock".
_THEN_I_WILL = re.compile(
    r"\b(?:i|we) 'll (?:ring|call|phone|come|go|see|let|get back|pop|tell|write|message|be back)\b"
)
_AFTER_HAD = word_set("be have go call worry ring say like know think see need get do panic come")
# "come back if it swells": what to watch for is not there.
_ADVICE = phrases(
    """
    ring, call, phone, come back, go back, return, told me to, told to, advised, supposed to,
    warned, said to, asked me to, careful
    """
)
_NOT_THAT_NONE = re.compile(
    r"\bnot (?:that|true|like|as if)\b|\b(?:can|could) not (?:claim|say|swear|pretend)\b|"
    r"\bdo not (?:put|write|say|note|record)\b"
)
_LONG_PAST = re.compile(
    r"\b(?:in|back in) (?:the |my )?(?:\w+ )?(?:teens|twenties|thirties|forties|fifties|sixties|"
    r"seventies|eighties|nineties|childhood|youth|\d0 ?s)\b|\bat (?:school|uni|university|"
    r"college)\b|"
    r"\bas a (?:kid|child|boy|girl|lad|lass|teen\w*|student)\b|\bages ago\b|"
    r"\byears? (?:ago|back)\b|\blast (?:year|winter|summer|spring|autumn|season)\b"
)
_IN_YEAR = re.compile(r"\b(?:in|back in) ((?:19|20)\d\d)\b")
# "on thinners … it has not happened" speaks of something else.
_LASTING = frozenset({"blood_thinners", "heart_disease", "joint_replacement"})
# That somebody thinks so is all that there is to it: "the chiropractor reckons the hips are out".
_TOLD_BY_OTHERS = frozenset({"hip_misalignment_told"})
_OPINES = word_set("thinks reckons suspects suspected")
_MAYBE = frozenset({"might", "may", "maybe", "possibly", "perhaps"})
_MAY_BE = _MAYBE | {"dunno", "possible", "potentially"}
_HEDGED = word_set("might may maybe possibly perhaps slightly")
_ANSWERS = word_set("i we he she just honestly really")
# "does it ever lock", "have I got a fever"
_WHETHER = word_set("is are does do did has have was any")
_OF_WHOM = word_set(
    "it there he she i you they the my his her any a an knee knees leg hip joint skin ever have "
    "has had got feel look get been"
)
# "don't think it's swollen but hard to tell" denies nothing.
_THEN_DOUBTED = re.compile(
    r"^,? ?(?:at all )?,? ?(?:but|though|although) (?:it 's |it is |that 's |i 'm |i )?(?:really )?"
    r"(?:(?:hard|difficult|tricky|tough) to (?:tell|say|know|judge|see)|not (?:entirely |quite )?"
    r"(?:sure|certain)|(?:can|could) not (?:be (?:sure|certain)|tell|say|swear))\b|"
    r"^(?: ?,? ?(?:afaik|as far as i (?:know|can see|can tell)))? ?,? ?"
    r"(?:but |though |although )?(?:i )?can not (?:really |quite |properly )?"
    r"(?:see|look|check|reach)"
    r"(?: (?:it|that|back there|there|behind|properly|well|round there))?(?= ?(?:$|[.,;!]))"
)
# "if it ever locked or swelled …, but neither has happened"
_NEVER_CAME = re.compile(
    r"\b(?:neither|none)(?: of (?:it|that|them|those|these|which))? (?:has|have|did|does)"
    r"(?: ever| yet)? (?:happened|happen|occurred|occur)\b|"
    r"\b(?:but|though|and) (?:it's |it 's )?"
    r"(?:nothing (?:like that|of the (?:sort|kind))|no such thing)"
    r"(?: so far| yet| now)?(?= ?(?:$|[.,;!]))"
)
_EXCEPT = phrases("except, except for, bar, apart from, aside from, other than, but, minus, not")
_YES_TO = word_set("yes yeah yep , got i have it's")
_ALL_OF = word_set("all everything of them those these the above it on list lot but")
_IS_CORRECT = word_set("correct true")
_NEITHER_IS = re.compile(r"\bneither(?: of(?: (?:my|his|her|the|your|their|these))?)?$")
_WROTE = phrases("i wrote, i typed, i put, i ticked, i pressed, i tapped, i clicked, i picked")
_MEANT = phrases(
    "i meant, i mean, i wanted, meant to, should have, by mistake, in error, by accident"
)


def status_of(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> Status:
    """Return what the message says of a mention that lies in the clause of that number.

    Whose it is, is decided elsewhere.
    """
    clause = clauses[number]
    before = [token.text for token in tokens[clause.start : mention.start]]
    if mention.kind in (NORMAL, MEASURED_NORMAL):
        # "Neither leg is strong", "neither of my legs …"; not "no, neither, bladder fine"
        is_neither = _NEITHER_IS.search(" ".join(before)) is not None
        return Status.PRESENT if is_neither else Status.ABSENT
    after = words_after(mention, tokens, clauses, number)
    inside = [token.text for token in tokens[mention.start : mention.end]]
    if "point" in inside and "self_harm" in mention.values:
        return Status.PRESENT  # "what is the point of living" asks nothing
    if _ALL_BUT.search(" ".join(before)):
        return Status.PRESENT
    if "self_harm" not in mention.values and is_asked_about(
        " ".join(before), " ".join(inside), " ".join(after)
    ):
        return Status.ASKED
    says_no = mention.says_no or bool(_NO_INSIDE & set(inside))
    listed = None if clause.question or says_no else own_answer(before, after)
    if listed is not None:
        return listed
    if set(mention.values) <= _TOLD_BY_OTHERS:
        before = [word for word in before if word not in _OPINES]
    found = _stated(mention, before, inside, tokens, clauses, number)
    if clause.question == "?" or (clause.doubtful and _asks_whether(before)):
        told = answer_to(after)
        if told is not None:
            return told
        is_sign = mention.group in ("findings", "history")
        if _is_guess(after, is_sign) or (is_sign and _HEDGED & set(before)):
            return Status.UNCERTAIN
    left = {token.text for token in tokens[mention.end : clause.end]}
    ends_in_doubt = clause.doubtful and not clause.question and left <= _OF_WHOM
    if ends_in_doubt and mention.group == "findings" and _is_guess(after, is_sign=True):
        return Status.UNCERTAIN
    if clause.question and found is not Status.HYPOTHETICAL:
        found = _in_question(clause, before, mention, found, inside, after)
    rest = _rest_of_sentence(mention, tokens, clauses, number)
    if found is Status.ABSENT and _THEN_DOUBTED.search(rest):
        return Status.UNCERTAIN
    if found is Status.HYPOTHETICAL and _NEVER_CAME.search(rest):
        return Status.ABSENT
    denied = denial_next(tokens, clauses, number)
    solid = set(mention.values) & _LASTING and found is Status.PRESENT
    if denied is not None and found is not Status.ABSENT and not solid:
        return denied
    if found is Status.ABSENT and is_affirmed_next(tokens, clauses, number):
        return Status.PRESENT
    if found is Status.ABSENT and after[:1] and after[0] in ("does", "do"):
        # "sitting does not hurt, walking does"
        return Status.PRESENT if after[1:2] in ([], [","]) else found
    if found in (Status.PRESENT, Status.PAST):
        hedged = bool(cues.HEDGES & {*before, *inside, *after[:2]})
        found = from_after(after, found, replace(mention, says_no=says_no), hedged)
    if (
        found is Status.PRESENT
        and mention.group != "history"
        and _asks_of_it(clause, before, after)
    ):
        return Status.UNCERTAIN
    return found


def _is_guess(after: Sequence[str], is_sign: bool) -> bool:
    """Whether a question is answered with a guess, or a sign with a doubt: "lump? can't tell"."""
    told = [word for word in after if word not in ("?", ",", ".")]
    doubt = find_phrase(told, cues.DOUBTED) if is_sign else None
    says_so = (
        doubt is not None
        and set(told[: doubt[0]]) <= _ANSWERS
        and cues.NOT_A_DOUBT.isdisjoint(told[sum(doubt) : sum(doubt) + 1])
    )
    return says_so or (told[:1] != [] and told[0] in _MAY_BE)


def _asks_whether(before: Sequence[str]) -> bool:
    """Whether nothing is asked but whether it is so: "does it lock?", not "is a lump bad?"."""
    return before[:1] != [] and before[0] in _WHETHER and set(before[1:]) <= _OF_WHOM


def _rest_of_sentence(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> str:
    same = [each for each in clauses[number:] if each.sentence == clauses[number].sentence]
    return " ".join(token.text for token in tokens[mention.end : same[-1].end])


def _stated(
    mention: Mention,
    before: Sequence[str],
    inside: Sequence[str],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    number: int,
) -> Status:
    """What the statement itself makes of a mention, before it is asked or gone on about."""
    clause = clauses[number]
    found = from_before(before, mention.group)
    rest = [token.text for token in tokens[mention.end : clause.end]]
    if found is Status.ABSENT and (
        begins_with_subject(before, inside) or not denied_in_list(before, inside, rest)
    ):
        found = Status.PRESENT
    if found is Status.ABSENT and mention.group in MANY and is_said_instead(before, rest):
        found = Status.PRESENT
    closes_round = mention.kind == PATTERN and not mention.says_no and _NO_INSIDE & set(inside)
    if closes_round and "self_harm" not in mention.values:
        # "the knee does not lock": the pattern closes round its own denial.
        found = Status.ABSENT if found is Status.PRESENT else found
    if found is Status.PRESENT and mention.kind == PATTERN and _MAYBE & set(inside):
        found = Status.UNCERTAIN  # "my legs might both be weaker"
    if found is Status.PRESENT and _is_left_out(before, tokens, clauses, number):
        return Status.ABSENT
    if found is Status.ABSENT and mention.group == "findings" and is_at_other_times(before, inside):
        return Status.PRESENT
    if found is Status.PAST and mention.group == "triggers" and is_over_the_pain(rest):
        return Status.PRESENT
    if (
        is_taken_out(before, rest)
        or is_called_wrong(rest, mention.group)
        or (mention.says_no and _denies_a_lack(inside))
    ):
        return Status.ABSENT
    if mention.group == "injury":
        found = _no_injury(found, before, inside, mention.values == ("false",))
    if found is Status.PRESENT and (
        _is_conditional(before, tokens, clauses, clause)
        or _was_written_wrongly(before, tokens, clauses, number)
    ):
        return Status.HYPOTHETICAL
    if (
        found is Status.PRESENT
        and mention.group == "findings"
        and _is_long_past(tokens, clause)
        and not is_dated_apart(mention, tokens, clause)
    ):
        return Status.PAST
    return found


def _denies_a_lack(inside: Sequence[str]) -> bool:
    """Whether two make a yes within it: "no loss of feeling", "no dead feeling in the toes"."""
    return any(
        word in _NO_ANY and _LACKS & set(inside[place + 1 : place + 3])
        for place, word in enumerate(inside)
    )


def _no_injury(
    found: Status, before: Sequence[str], inside: Sequence[str], says_none: bool
) -> Status:
    """Whether none is told of: "didn't do nothing to it", but not "didn't start by itself"."""
    if found is not Status.ABSENT:
        return found
    words = {*before, *inside}
    if _NONE_INSIDE & words and _NOT_THAT_NONE.search(" ".join(before)):
        doubled = says_none or bool({"no", "nothing"} & words)
        return Status.HYPOTHETICAL if doubled else found
    return found if not says_none or _NONE_INSIDE & set(inside) else Status.HYPOTHETICAL


def _is_left_out(
    before: Sequence[str], tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> bool:
    """Whether it is the exception of all that was listed: "all of them except the limp"."""
    exception = first_phrase(before, _EXCEPT)
    if exception is None:
        return False
    same = [each for each in clauses[:number] if each.sentence == clauses[number].sentence]
    lead = [t.text for each in same for t in tokens[each.start : each.end]]
    told = [word for word in (*lead, *before[:exception]) if word not in _YES_TO]
    if _IS_CORRECT & set(told) and set(told) <= _ALL_OF | _IS_CORRECT | {"is", "are", "that", "'s"}:
        return True  # "all correct except the stairs"
    return told[:1] in (["all"], ["everything"]) and set(told) <= _ALL_OF


def _was_written_wrongly(
    before: Sequence[str], tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> bool:
    """Whether it was a slip: "i wrote swollen but i meant stiff"."""
    if not has_phrase(before, _WROTE):
        return False
    same = [each for each in clauses[number:] if each.sentence == clauses[number].sentence]
    rest = [t.text for each in same for t in tokens[each.start : each.end]]
    return has_phrase(rest, _MEANT)


def _is_long_past(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a clause tells of years ago and of nothing since: "in 2015 it locked"."""
    if not tells_of_then(tokens, clause):
        return False
    text = " ".join(token.text for token in tokens[clause.start : clause.end])
    years = [int(year) for year in _IN_YEAR.findall(text)]
    return bool(_LONG_PAST.search(text)) or any(year < date.today().year for year in years)


def _is_conditional(
    before: Sequence[str], tokens: Sequence[Token], clauses: Sequence[Clause], clause: Clause
) -> bool:
    """Whether it lies in an "if" that asks or supposes, not in "it locks if i twist"."""
    if "if" not in before:
        return False
    same = [each for each in clauses if each.sentence == clause.sentence]
    words = [t.text for each in same for t in tokens[each.start : each.end]]
    return (
        any(each.question for each in same)
        or bool(_WHAT_IF_VERBS & set(words))
        or _THEN_I_WILL.search(" ".join(words)) is not None
        or any(
            word == "'d" and words[place + 1 : place + 2] and words[place + 1] in _AFTER_HAD
            for place, word in enumerate(words)
        )
        or has_phrase(words[: words.index("if")], _ADVICE)
    )


def _in_question(
    clause: Clause,
    before: Sequence[str],
    mention: Mention,
    found: Status,
    inside: Sequence[str],
    after: Sequence[str],
) -> Status:
    """What a question takes for granted is so: "why does my knee click?", "my swollen knee"."""
    if mention.group == "history" and clause.question == "how":
        return Status.ASKED
    if clause.question in _REASON or "normal" in before or "causing" in before:
        return found
    if mention.group != "findings" or found is not Status.PRESENT or not before:
        return Status.ASKED
    near = before[-3:]
    if near[-1] in ("this", "so"):
        return found
    if not {"my", "this"} & set(near) and near[-1] != "the":
        return Status.ASKED
    if clause.question in _MODALS and not _OF_WHAT_IS & set(after[:3]):
        return Status.ASKED
    return found


def _asks_of_it(clause: Clause, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a hedged statement ends in a question mark: "i think it locks?"."""
    own = [word for word in after if word not in ("at", "all", "there")]
    return (
        clause.doubtful
        and not clause.question
        and len(own) <= 2
        and "," not in own
        and bool(cues.HEDGES & {*before, *own})
    )
