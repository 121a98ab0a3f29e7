"""What a message means as an answer to the question that is pending."""

from __future__ import annotations

import re

from bot.nlu.extract.asking import ASKS_MEANING
from bot.nlu.extract.findings import LISTS, MANY, Findings, Pending
from bot.nlu.extract.joints import names_other_joints
from bot.nlu.extract.picks import excepted, pick, picks_in_doubt
from bot.nlu.extract.some_of_it import names_limb, says_some_of_it
from bot.nlu.extract.stiff_time import STIFFNESS, tells_stiff_time
from knowledge.questions import NO, NONE, NOT_SURE, SKIP, VALUE, YES

_LEAD = (
    r"^(?:oh|well|um+|uh+|er+m?|hmm+|ah|so|ok|okay|right|honestly|sorry|actually|i think|"
    r"i'd say|what the (?:hell|heck)|oh my|gosh|god|look|[,. ]|"
    r"(?:s?he|they|it|my \w+|mum|mom|dad) (?:says?|said|tells me|reckons?|is saying)\b)*"
)
_YES = re.compile(
    rf"{_LEAD}(?:yes|yeah|yep|yup|ya|yea|ye|yeh|yh|yas|aye|y|yess+|is (?:correct|right)|sure|"
    rf"correct|that's right|that is right|"
    rf"right|true|"
    r"exactly|absolutely|definitely|"
    # "I am 72" and "it is worse on stairs" say no yes.
    r"(?:i do|i have|it does|it is|it has|i am)(?= *(?:$|[.,;:!?]|(?:yes|yeah|yep|indeed|a bit|"
    r"a little|sometimes|often|always|sadly|unfortunately|actually|really|afraid|too|now|quite|"
    r"rather|very|so)\b))|"
    rf"indeed|affirmative|spot on|"
    rf"looks (?:right|good|fine)|all (?:correct|right|good)|certainly|of course|uh huh|ok|"
    rf"okay|👍)"
    r"\b(?!.*\bbut\b)"
)
# "Yes, but what's wrong with me?" says yes and asks; "yes, but it is the left" puts right.
_EXCEPT = re.compile(r"\b(?:except|apart from|other than|aside from|bar|minus)\b")
_YES_AND_ASKS = re.compile(
    r"[ ,.!]+(?:and |but |so |then |ok |okay |now |please |just |only |well )*"
    r"(?:what|whats|why|how|when|where|who|which|is|are|am|can|could|should|shall|will|would|do|"
    r"does|did|tell me|i (?:want|would like|need|'d like) to know)\b(?!'s not)"
)
_NO = re.compile(
    rf"{_LEAD}(?:no|nope|nah|naw|na|n|nay|nae|nee|nein|nada|nil|zilch|never|negative|not really|"
    r"not at all|not that i ?(?:'ve |have |can |could |'m |am )?(?:know|aware|noticed|see|seen|"
    r"feel|"
    r"felt|"
    r"tell|recall|remember|think|found)(?: of)?|"
    r"i do not(?: think so)?|i have not|it does not|it is not|it has not|do not think so|not one|"
    r"not (?:any|a single one)|neither|definitely not|absolutely not|certainly not|incorrect|wrong|"
    r"that's (?:wrong|not right))\b"
)
_NO_BUT = re.compile(
    rf"{_LEAD}(?:no|nope|nah|none(?: of (?:those|these|them))?)\s*,?\s*(?:but|except|just|only)\b"
)
# "And any of the others?" is answered by saying that there is nothing more.
_NO_MORE = re.compile(
    r"^\W*(?:(?:no|nope|nah|na|just|only)\W+)*(?:(?:i think |i guess )?that(?:'s| is|s) "
    r"(?:it|all|the lot|everything|about it)|"
    r"(?:just|only) (?:that|this|the one|those|them)(?: one)?|"
    r"no (?:to|for) (?:all )?(?:of )?(?:the |everything )?(?:rest|others?|else)|others? no|"
    r"(?:the )?(?:rest|others?) (?:is|are|all|'s) (?:a |all )?no|"
    r"nothing (?:else|more)|no (?:others?|more)|not the others?|none of the (?:others?|rest)|"
    r"the (?:others?|rest) (?:no|not))\b"
    r"(?:\W+(?:really|thanks|thank you|mate|love|for me|i think|i have|at all))*\W*$"
)
# "No feeling or anything" is a sign itself.
_NO_LOSS = r"(?!(?:feel|control|strength|mov|power|sensation|puls|warm|use)\w*)"
_NONE = re.compile(
    r"\bnone\b|\b(?:non|nun|noone|nowt|nout|nothing|nobody|zero) (?:of|from|like|in) (?:all )?"
    r"(?:those|these|them|that|this|it|the above|the list|your list|what you\b)|"
    r"\bnothing (?:on|in) (?:there|here|it)\b|"
    r"^nothing\W+(?:s?he|they|i|it|we|all)\b|\bno(?:ne)? of (?:those|these|them|that|the above)\b|"
    r"\bneither\b|"
    r"\bnothing (?:like that|of the"
    r" sort|there|on the list|on that list|applies|else|from that)\b|\bnot any of\b|"
    r"\bdo not have any of\b|"
    r"\bno to (?:all|everything)\b|\ball no\b|\bnone apply\b|\bhave not got any\b|"
    r"\b(?:not|never) (?:had )?any(?:thing)? (?:of|like) (?:those|these|them|that)\b|"
    r"\b(?:nada|zilch|nil|zip|clean slate|all clear|none whatsoever|not a one|not a single one|"
    r"not a sausage|clean bill of health|nothing to report|nothing of note)\b|"
    r"\bnothing (?:from|off|in|on) (?:this|that|the|your) (?:list|lot)\b|"
    r"^nothing (?:really |in particular )?(?:makes?|sets?|brings?|triggers?|seems)\b|"
    r"^nothing in particular\b|"
    r"^\W*(?:(?:no+|na|nah|nope)\W+)?(?:it's |they're |that's )?(?:all|everything(?:'s| is)?) "
    r"(?:clear|fine|good|normal|ok|"
    r"okay|"
    r"grand)\W*$|"
    r"^\W*(?:no+|nope|nah)\W+(?:my |the )?(?:hips?|knees?|legs?|joints?|nerves|health|it|all|"
    r"everything|that)(?: is|'s| are| all|'re)* (?:sound|fine|good|grand|ok|okay|perfect|normal)"
    r"\W*$|"
    r"^\W*no (?:such |other |hip |knee |nerve |joint |leg |health |medical )?(?:trouble|problems?|"
    r"issues?|complaints?|symptoms?|signs|history)(?: (?:at all|whatsoever|there|here|pal|mate|"
    r"thanks|"
    r"thank you|like that|of note|to report|to speak of))*\W*$|"
    r"^nothing(?: really| much| at all| in particular| special| specific|"
    r" that i (?:know|can think|am aware|'m aware)(?: of)?)?\W*$|"
    r"\bno nothing\b|"
    rf"^\W*(?:no\W+)?(?:no|not|without)(?: {_NO_LOSS}\w+){{1,3}} or anything (?:like that|else|"
    r"of the sort)\W*$|"
    r"\bnot (?:have|had|got) any\W*$"
)
# "No swelling or anything": enough where no sign is one that has to be known.
_OR_ANYTHING = re.compile(
    rf"^\W*(?:no\W+)?(?:no|not|without)(?: {_NO_LOSS}\w+){{1,3}} or anything(?: really)?\W*$"
)
_NOT_SURE = re.compile(
    r"\b(?:do|did|does|could) not (?:really |actually |honestly )?(?:know|remember|recall|"
    # who does not know about computers, or how to type, is not asked for that
    r"have a clue)\b(?! (?:(?:much|anything|a lot) )?(?:about )?(?:these |the |this |my "
    r")?(?:comput|"
    r"internet|tech|gadget|machine|phone|tablets? thing|how to (?:use|type|do|work)|how (?:this|"
    r"it) "
    r"works))|\bnot (?:really |too |that |"
    r"very |entirely |100% |completely )?(?:sure|certain)\b|\bunsure\b|\bno idea\b|"
    r"\bhard to (?:say|tell)\b|"
    r"\b(?:can|could) not (?:really |honestly |rightly |even )?(?:say|tell|remember|recall|swear|"
    r"decide|choose|be sure|be certain|pin (?:it|that)|work (?:it )?out|judge|put (?:a|my|"
    r"an exact) "
    r"(?:number|finger|figure|date)|give (?:you )?(?:a|an exact) (?:number|figure|date))\b|"
    r"\bdepends\b|\bit varies\b|^\W*varies\b|\bchanges (?:every|from) day\b|"
    r"\bnot (?:really )?(?:looked|checked|paid attention|thought about it|tried)\b|"
    # "he won't tell me a number"
    r"\b(?:he|she|they) (?:will|would|can|could|does|do) not (?:really |quite )?(?:say|tell(?: me|"
    r" us)?"
    r"(?= an?\b| the\b| how\b|\W*$)|give (?:me |us )?(?:an?|any) (?:number|figure|answer))\b|"
    r"\bno clue\b|\bclueless\b|\bnot a clue\b|"
    r"\bhaven't a clue\b|"
    r"\bwho knows\b|^\W*\?+\W*$|\bdifficult to say\b|\bbeats me\b|\bhave not a clue\b"
)
# "Dunno when it started" is an answer to how it began or how long ago, and to nothing else.
_UNSURE_OF_TIME = re.compile(
    r"\b(?:know|remember|recall|sure|certain|say|tell|idea|clue)(?: exactly| really| of| about)? "
    r"(?:when|since when|how long|how it (?:all )?(?:started|began|happened))\b"
)
_ABOUT_TIME = ("onset", "duration_days")
# Said of something else these only soften it: "walking, I guess" doubts none of the signs asked.
_SOFTENED = re.compile(
    r"\bmaybe\W*$|\bpossibly\W*$|\bperhaps\W*$|^\W*(?:maybe|possibly|perhaps|might be|"
    r"could be)\b|\bi guess\W*$"
)
_SKIP = re.compile(
    r"^\W*(?:sorry\W+|oh\W+|can we\W+|let's\W+|i think i'll\W+|i'll\W+)*"
    r"(?:skip|pass|next|next question|next one|move on|skip (?:it|this|that|this one|that one|"
    r"please|"
    r"this question|ahead)|"
    r"(?:can|could) (?:i|we|you) (?:please )?(?:skip|move on|leave)(?: (?:it|this|that|this one|"
    r"to the "
    r"next(?: one)?))?|no comment|leave (?:it|that|this)(?: one)?(?: out| blank)?)"
    r"(?: please| thanks| for now)?\W*$"
)
# What one would not tell: "rather not get into that", "a lady never tells".
_KEEPS_IT = re.compile(
    r"\b(?:rather|prefer|would like) not\b(?! have\b| to have\b| take\b| lie\b| walk\b)|"
    r"\b(?:do not|not going to|will not|would not) (?:want to |like to |care to |"
    r"feel comfortable )?"
    r"(?:say|answer|tell you|discuss|talk about|share|disclose|get into|saying|answering|telling|"
    r"sharing|discussing)\b|"
    r"\b(?:never tells?|not (?:telling|saying|sharing)|none of your (?:business|beeswax)|"
    r"mind your own|keep (?:that|it|this) (?:to myself|private)|"
    r"(?:that's|that is|it's|is|bit|too|quite) (?:private|personal|between me)|no comment)\b"
)
_SAYS_NO_MORE = 11
# "no" that stands by itself: before a sign or the start of a statement, not "no fever".
_INTERJECTION = re.compile(
    rf"{_LEAD}(?:no|nope|nah|nothing)\b(?=\W*$| ?[,.;!]| (?:i|he|she|they|it|we)\b)"
)
_MORE_THAN_NO = re.compile(
    r"\b(?:but|except|apart|only|just|want|need|know|sure|why|what|when|how|stop|question|meant?|"
    r"understand|skip|back|maybe|might|sometimes|wrong|sorry|wait|used|changed?)\b"
)
# "no, it's about my son" says no to whom it was taken to be about, not to what was asked.
_NO_TO_WHOM = re.compile(
    r"^\W*(?:(?:sorry|actually|it's|it is|this is|that's|i'm|i am|i meant?|i was|asking|asked|here|"
    r"writing|not)\W+){1,4}(?:(?:about|for|on behalf of|it's)\W+)?(?:me|myself|my|our|an?|him|her|"
    r"them)\b"
)
_FEW_WORDS = 9
# What is shown of how it began once it is known to have come on all at once.
_WITH_OR_WITHOUT = frozenset({"injury", "sudden"})
# "Is ok", "that's all fine": of what was read out, and no yes to a list of signs.
_IS_ALL_RIGHT = re.compile(
    rf"{_LEAD}(?:it is|it's|is|that's|all is|all|they are) (?:all )?(?:ok|okay|good|fine|alright|"
    r"all right)(?: (?:for me|with me|thanks|thank you|like that|so|dear|mate|doctor))*\W*$"
)
# What is wrong in what was read out.
_WRONG = re.compile(
    r"\b(?:got|have got|is|'s|are|was|something|bit|one thing) (?:that |it |this |me |a bit |"
    r"something |one thing |not quite )?(?:wrong|incorrect|mistaken)\b|\bnever (?:said|told|"
    r"mentioned)\b|"
    r"\bnot (?:quite |entirely |all |completely )?(?:right|correct|true|what i said)\b|"
    r"^\W*you(?:'ve| have)? (?:put|wrote|written|noted|listed|recorded|missed|forgot)\b|"
    r"\bthere's (?:a|one) mistake\b|\b(?:do|did) not (?:say|mention|tell you)\b"
)


def read_answer(text: str, pending: Pending, findings: Findings) -> tuple[str | None, list[str]]:
    """Return the outcome of a message as an answer, and options chosen by number.

    Args:
        text: the normalised message.
        pending: the question it may answer.
        findings: what was found in the message.

    Returns:
        The outcome (value, none, not_sure, skip, yes, no, or ``None`` for no answer) and the
        canonical values picked by their place in the list.
    """
    if _SKIP.match(text) or _is_kept(text, pending, findings):
        return SKIP, []
    if pending.kind == "yes_no":
        return _yes_or_no(text), []
    picked = _whether_injured(text, pending, findings) or pick(text, pending)
    if picked:
        in_doubt = pending.kind == "multi" and picks_in_doubt(text)
        return (NOT_SURE if in_doubt else VALUE), picked
    told = _told_by_other_words(text, pending)
    if told:
        return VALUE, told
    left = excepted(text, pending, findings)
    if left:
        return VALUE, left
    if answers(findings, pending):
        return VALUE, []
    if pending.kind in ("multi", "zones") and _NO_BUT.match(text):
        return NONE, []
    if ASKS_MEANING.search(text):
        return None, []
    if _UNSURE_OF_TIME.search(text) and pending.id not in _ABOUT_TIME:
        return None, []
    if _NOT_SURE.search(text) or (_SOFTENED.search(text) and not _tells_another(findings, pending)):
        return NOT_SURE, []
    if pending.kind in ("multi", "zones") and (
        _NONE.search(text)
        or (not pending.mandatory and _OR_ANYTHING.match(text))
        or _NO_MORE.match(text)
        or _is_plain_no(text)
        or _is_no_and_more(text, pending, findings)
    ):
        return NONE, []
    return _some_of_it(text, pending, findings)


def _some_of_it(text: str, pending: Pending, findings: Findings) -> tuple[str | None, list[str]]:
    """A "yes" to something of a list, or the name of a limb in the place of a part of it."""
    if pending.kind == "zones" and names_limb(text, findings):
        return YES, []
    says_yes = bool(_YES.match(text)) and len(text.split()) <= _FEW_WORDS
    if pending.kind != "multi" or not (says_yes or says_some_of_it(text)):
        return None, []
    return (VALUE, list(pending.shown)) if len(pending.shown) == 1 else (YES, [])


def starts_with_yes(text: str) -> bool:
    """Whether a message begins with a yes."""
    return bool(_YES.match(text))


def starts_with_no(text: str) -> bool:
    """Whether a message begins with a no."""
    return bool(_NO.match(text))


def _is_kept(text: str, pending: Pending, findings: Findings) -> bool:
    """Whether it is an answer one would not give, and nothing that tells it all the same."""
    short = len(text.split()) <= _SAYS_NO_MORE
    return short and bool(_KEEPS_IT.search(text)) and not answers(findings, pending)


def _told_by_other_words(text: str, pending: Pending) -> list[str]:
    """What on the list an answer tells without its name: "an hour, easily", "toe and heel"."""
    if STIFFNESS in pending.shown and tells_stiff_time(text):
        return [STIFFNESS]
    return ["many_joints"] if "many_joints" in pending.shown and names_other_joints(text) else []


def _whether_injured(text: str, pending: Pending, findings: Findings) -> list[str]:
    """The way it began that a yes or a no means where only an accident is asked about."""
    if set(pending.shown) != _WITH_OR_WITHOUT or _NOT_SURE.search(text):
        return []
    if _NO.match(text) and findings.get("injury") is not True:
        return [findings.get("onset", "sudden")]
    return ["injury"] if _YES.match(text) and findings.get("injury") is not False else []


def _yes_or_no(text: str) -> str | None:
    if _NO.match(text) and not re.match(rf"{_LEAD}no (?:problem|worries)", text):
        return NO
    if _says_yes_and_asks(text):
        return YES
    if _YES.match(text) and _EXCEPT.search(text):
        return NO  # "all correct except the stairs"
    if _WRONG.search(text):
        return NO
    if _YES.match(text) or _IS_ALL_RIGHT.match(text):
        return YES
    return NOT_SURE if _NOT_SURE.search(text) or _SOFTENED.search(text) else None


def _tells_another(findings: Findings, pending: Pending) -> bool:
    """Whether something was found that is none of what was asked."""
    told = {value for name in (*LISTS, *MANY) for value in findings.get(name) or ()}
    numbers = ("side", "age", "severity", "duration_days", "onset", "injury")
    return bool(told - set(pending.options)) or any(name in findings for name in numbers)


def _says_yes_and_asks(text: str) -> bool:
    yes = _YES.match(re.sub(r"\bbut\b", ",", text))
    return yes is not None and _YES_AND_ASKS.match(text[yes.end() :]) is not None


def _is_plain_no(text: str) -> bool:
    match = _NO.match(text)
    if not match:
        return False
    rest = text[match.end() :]
    return not re.sub(
        r"\b(?:no|nope|not|none|nothing|of|those|these|them|like|that|thanks|thank|you|at|all|"
        r"really|i|"
        r"have|had|do|think|so|any|either|apply|to|me|fortunately|luckily|thankfully|thank|god|"
        r"here|ma'am|maam|madam|sir|siree|love|luv|pet|pal|dear|hun|boss|buddy|bud|chief|"
        r"whatsoever|sorry|please|"
        r"the|above|it|is|are|doctor|mate|just|one|nah|never|know|of|aware|am)\b|\W",
        "",
        rest,
    )


def _is_no_and_more(text: str, pending: Pending, findings: Findings) -> bool:
    """Whether it is "no" and then something that fits: "no, he is well in himself"."""
    match = _INTERJECTION.match(text)
    if not match or len(text.split()) > _FEW_WORDS or _MORE_THAN_NO.search(text[match.end() :]):
        return False
    if "who" in findings and _NO_TO_WHOM.search(text[match.end() :]):
        return False
    told = {name for name, value in findings.items() if value not in ([], None)} - {"who"}
    if findings["absent"] and re.search(r"\b(?:not|no|never)\b", text[match.end() :]):
        return False  # one thing denied says nothing of the others
    return told <= {"absent"} and not set(findings["absent"]) & set(pending.options)


def answers(findings: Findings, pending: Pending) -> bool:
    """Return whether what was found is about the pending question."""
    if pending.id == "onset" and "injury" in findings:
        return True
    if pending.id in findings and findings[pending.id] != []:
        return True  # with "history" also what the list does not hold: "I've had physio"
    said = {value for name in ("present", "history", *MANY) for value in findings.get(name, ())}
    if pending.kind == "multi" and pending.mandatory:
        # A doubt about one sign says nothing of the others, which are asked for after it.
        said |= set(findings["uncertain"])
    options = set(pending.options)
    # "no fever" denies one of several: the others are still to be asked, none is assumed away.
    return bool(said & options) or (bool(options) and options <= set(findings["absent"]))
