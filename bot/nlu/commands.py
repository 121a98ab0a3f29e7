"""Plain commands and questions, known by their form: "skip", "go back", "why do you ask?"."""

from __future__ import annotations

import re

from bot.nlu.extract.asking import ASKS_MEANING
from bot.nlu.extract.clauses import split
from bot.nlu.extract.tokens import tokenise

_POLITE = re.compile(
    r"\b(?:please|pls|plz|thanks|thank you|ok|okay|well|um+|erm?|uh|hey|oh|sorry|just|now|"
    r"patella|bot|"
    r"so|can (?:i|you|we)|could (?:i|you|we)|i(?:'d)? (?:want|like|would like) to|i'd like to|"
    r"let's|"
    r"let me|i will|i'll|to|actually)\b"
)
_COUNT = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twice|a (?:couple|few)(?: of)?)"
_BACK_TO = (
    r"(?:(?:go|going|take m[ey]|get|jump|return) )?(?:all the way )?back (?:the |your |my )?"
    r"(?:one |part |bit )?"
)
_COMMANDS = {
    command: re.compile(rf"^(?:{pattern})$")
    for command, pattern in {
        "skip": r"skip(?: (?:it|this|that|this one|that one|this question|that question|"
        r"question))?|"
        r"pass|next(?: question| one)?|move on|rather not (?:say|answer)|prefer not (?:say|answer)",
        "go_back": r"(?:go )?back(?: one| a step| one step| a question| one question|"
        r" previous question)?|"
        r"previous(?: question| one)?|undo(?: (?:that|it|my last answer|last answer))?|"
        r"last question again|go previous(?: question)?|step back|"
        rf"(?:go |take me )?back (?:by |another )?{_COUNT}(?: more)?(?: questions?| steps?|"
        rf" answers?)?|(?:go )?{_COUNT} (?:questions?|steps?|answers?) back|"
        rf"undo {_COUNT}(?: (?:answers|steps))?|"
        rf"{_BACK_TO}(?:(?:where|when|what|how) )?(?:you|u) asked .{{2,40}}|"
        rf"{_BACK_TO}(?:.{{2,30}} )?question(?: (?:about|on|of|where|how|what|when) .{{2,40}})?|"
        rf"{_BACK_TO}(?:very )?(?:first(?: question| one)?|start|beginning)|"
        rf"{_BACK_TO}(?:age|side)",
        "change_answer": r"(?:no )?(?:that's|that is|this is|it's|that was) not what i (?:meant|"
        r"said|wanted)(?: say)?|"
        r"i (?:do|did) not (?:mean|say) (?:that|it|this)|(?:no )?you(?:'ve)? (?:have )?"
        r"(?:misunderstood|misheard|got me wrong)(?: me)?|"
        r"(?:i )?(?:hit|pressed|tapped|clicked|chose|ticked|picked) (?:the )?wrong (?:button|one|"
        r"answer|thing|box)|(?:that was |it was |i(?: think i)? made )?(?:a |my )?mistake|"
        r"i was wrong|"
        r"wrong (?:button|answer|one)|(?:that's|that is) (?:wrong|not right|not correct|incorrect)|"
        r"(?:change|correct|fix|edit|redo) (?:my |the |that |an |one |last )*(?:answer|answers|"
        r"something|age|side|location|score)(?: (?:about|on|for|of) .{2,40})?",
        "ask_why": r"why\??|why(?: do| are| would)? you (?:ask(?:ing)?|need know|want know|need|"
        r"want)"
        r"(?: (?:me )?(?:that|this|it))?|why (?:that|this)(?: question)?|why (?:is|does) (?:that|"
        r"this|it) "
        r"(?:matter|important|relevant)|what for|how come|what's (?:that|this) (?:for|"
        r"got do with it)",
        "ask_meaning": r"what (?:does|do) (?:that|this|it|you) mean(?: by (?:that|this|it))?|"
        r"what's that mean|"
        r"meaning|(?:i )?do not (?:understand|get)(?: (?:it|that|this|the question|you))?|"
        r"what's that|huh|"
        r"explain(?: (?:that|it|this))?|what do you mean",
        "repeat": r"what now|now what|what next|what's next|where were we|"
        r"repeat(?: (?:that|it|this|the question|question|please))?|say (?:that|"
        r"it) again|again|come again|"
        r"pardon(?: me)?|what was the question|ask (?:me )?again|what did you (?:say|ask)",
        "stop": r"stop(?: (?:it|this|here|that|the check|asking))?|quit|exit|cancel|enough|"
        r"end(?: (?:it|this|the chat|chat|check))?|"
        r"abort|finish|i'm done|leave|(?:do|finish|continue) (?:this|it) (?:later|another time)|"
        r"later|not now|pause|(?:i(?:'ve| have)? )?(?:got|have) go|(?:i )?need (?:a )?break|brb",
        "restart": r"restart|start (?:over|again|afresh|from (?:the )?(?:beginning|start|"
        r"scratch))|begin again|reset|"
        r"new (?:check|start)|from the (?:top|beginning)",
        "start_check": r"start|begin|start (?:the |a )?(?:check|checker|symptom check|questions)|"
        r"check my (?:knee|hip|leg)|"
        r"(?:i'm )?ready|go|go ahead|get started|(?:i'm |am )?back again|i'm back|resume|"
        r"(?:no )?(?:carry on|continue|go on|keep going)",
        "show_summary": r"summary|(?:show|see|give|read)(?: me)? (?:the |my |a )?(?:summary|"
        r"answers)|summar(?:ise|ize)",
        "greet": r"hi+|hello+|hiya|hey+|hi there|hello there|howdy|good (?:morning|afternoon|"
        r"evening|day)|morning|evening|"
        r"yo|greetings|alright|g'day",
        "goodbye": r"bye(?: bye)?|goodbye|good night|see (?:you|ya)(?: later)?|cheerio|ta ra|"
        r"farewell|night",
        "thanks": r"thanks?|thank you|cheers|ta|thx|ty|much appreciated|thanks a lot|many thanks",
        "human_handover": r"(?:speak|talk)(?: with| to)? (?:a |an )?(?:real )?(?:human|person|"
        r"someone|doctor|nurse)|human|agent|operator",
        "erase_my_data": r"(?:erase|delete|remove|forget|wipe)(?: all)?(?: of)?(?: my|"
        r" the)? (?:data|everything|conversation|chat|answers|me)",
        "export_my_data": r"(?:export|download|send me)(?: all)?(?: my| the)? (?:data|"
        r"conversation|chat)",
    }.items()
}
_WHY = re.compile(
    r"\bwhy (?:do|are|would|did|does|is|should|the)? ?(?:you|u|that|this|it|i|they)? ?(?:\w+ )?"
    r"(?:ask|asking|need|want|matter|matters|relevant|important|know|question|answer|tell)\b|"
    r"^\W*(?:but )?why\W*$|"
    r"\bwhat(?:'s| is| has|'s that| has that)? .{0,20}(?:got )?to do with\b|\bhow is (?:that|"
    r"this) relevant\b|"
    r"\bwhat (?:do|would) (?:you|u) (?:want|need) (?:to know )?(?:that|this|it|to "
    r"know)\b.{0,12}\bfor\b|"
    r"\bhow come (?:you|u) (?:need|want|ask)\w*\b|\bdo you (?:really )?need to (?:know|ask)\b|"
    r"\bwhat's it to you\b|"
    r"\bwhat's the (?:reason|point)\b|\bwhat difference does (?:that|it|this) make\b"
)
_NAMED_ALONE = re.compile(r"\bwhat'?s? (?:is|'s)? ?(?:a |an )\w+\W*$")
_ASKS_ADVICE = re.compile(
    # "what i must do now", as people put it whose own tongue has the words in that order
    r"^\W*(?:so |and |now |then )*what (?:i|we) (?:must|should|can|shall|need to|have to) "
    r"(?:do|take)\b|"
    r"\b(?:any (?:tips|advice|exercises|idea)|tell me (?:about|more|how|what|why|if|whether)|"
    r"i(?:'d| would)? (?:want|like) to know|wondering (?:if|whether|what|how)|do you know (?:if|"
    r"what|why|how))\b"
)


def command_of(text: str) -> str | None:
    """Return the command that a normalised message is, when it is nothing but that."""
    bare = re.sub(r"\s+", " ", re.sub(r"[^\w' ]+", " ", text)).strip()
    if not bare or len(bare) > 60:
        return None
    for form in (bare, re.sub(r"\s+", " ", _POLITE.sub(" ", bare)).strip()):
        for command, pattern in _COMMANDS.items():
            if form and pattern.match(form):
                return command
    return None


def question_move(text: str) -> str | None:
    """Return ask_why, ask_meaning or ask_question for a normalised text with a question in it."""
    if _asks_why(text):
        return "ask_why"
    if ASKS_MEANING.search(text) or _NAMED_ALONE.search(text):
        return "ask_meaning"
    asks = any(
        clause.question
        and not (clause.question == "?" and clause.end - clause.start < 2)
        and not (clause.question == "who" and clause.end - clause.start < 3)
        for clause in split(tokenise(text))
    )
    return "ask_question" if asks or _ASKS_ADVICE.search(text) else None


def asks_why_and_what(text: str) -> bool:
    """Whether a normalised text asks for the reason of a question and for the sense of a word."""
    return _asks_why(text) and bool(ASKS_MEANING.search(text))


def _asks_why(text: str) -> bool:
    knows_not_why = re.search(r"\b(?:do not|not|no idea) (?:know )?why\b", text)
    return bool(_WHY.search(text)) and not knows_not_why


def only_marks_a_doubt(text: str) -> bool:
    """Whether nothing but a question mark behind a word or two asks: "… and warfarin?"."""
    questions = [clause.question for clause in split(tokenise(text)) if clause.question]
    return set(questions) == {"?"} and not _ASKS_ADVICE.search(text)
