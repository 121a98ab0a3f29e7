"""How a beginning is told with no word for "suddenly": woke with it, well and then not.

`onset` asks here where no word of the vocabulary says it.
"""

from __future__ import annotations

import re

# "No build up to it", "it did not creep up": what did not come bit by bit came at once.
_NOT_BIT_BY_BIT = re.compile(
    r"\b(?:no|not|never|without|nothing|any)\b(?! (?:sure|certain))"
    r"(?: (?!sure|certain|know|say|tell|remember|recall|if|whether|or)\w+){0,3}? "
    r"(?:build ?ups?|build up|built up|lead ?(?:in|up)|gradual(?:ly)?|bit by bit|creep up|crept up|"
    r"(?:come|came) on (?:slowly|gradually))\b"
    r"(?! (?:getting|improv\w+|better|easing|healing|worse|so much as|of (?:\w+ )?(?:fluid|heat|"
    r"swelling|pressure|acid|muscle|wax|scar|blood|water|pus|tension|calcium|crystals|lactic))\b)"
)
_GAVE_A_SOUND = re.compile(
    r"\b(?:there was|heard|felt|gave) an? (?:\w+ ){0,2}(?:clunk|pop|bang|crack|snap|ping|twang)\b"
)
_A_DAY = (
    r"(?:(?:on |this |yesterday |last |one |the (?:next|other) )?(?:\w+day|morning|today|yesterday|"
    r"in the night|at night) (?:morning |just gone )?)?"
)
_HURT = (
    r"(?:pain\w*|agony|hurt\w*|sore|killing|throb\w*|ach(?:e|ing)|swollen|stiff|crippled|limping|"
    r"hobbling|unable|could (?:not|hardly|barely))"
)
_WOKE_WITH_IT = re.compile(
    rf"\bwoke(?: up)? {_A_DAY}(?:with|limping|hobbling)\b|"
    rf"\bwoke(?: up)? {_A_DAY}(?:and|to|in) (?:(?!then\b)\w+ ){{0,5}}{_HURT}\b"
)
# "It grabbed me as I turned": said of one time, and not of each.
_STRUCK = re.compile(
    r"\b(?:it|pain|knee|hip|groin|leg) (?:just |suddenly |really )?(?:grabbed|gripped|struck|"
    r"seized|ambushed|walloped|clobbered|floored|nabbed) (?:me|him|her|us)\b"
)
_WELL = (
    r"(?:was|were|felt|been|feeling|went (?:out|to \w+)|got up|set off)(?: \w+){0,2} "
    r"(?:fine|grand|ok|okay|perfect|right as rain|normal|good|well|100 %)"
)
_ILL = (
    r"(?:(?:it|i|he|she|the knee|the hip|my knee|my hip) )?(?:just )?"
    r"(?:was not|is not|could (?:not|hardly|barely|scarcely)|can not|crippled|crocked|agony|"
    r"in agony|in bits|hobbling|limping|sore|in pain|hurting)"
)
_A_TIME = (
    r"(?:(?:on |by |at |randomly |come |in )+(?:the )?(?:\w+day|lunch\w*|dinner\w*|teatime|tea|"
    r"noon|evening|morning|night|nightfall|bedtime|\d+)(?: (?:morning|night|evening))? )"
)
# "Totally fine and then on Thursday it wasn't", "was fine at breakfast, crippled by lunch".
_WELL_AND_THEN = re.compile(
    rf"\b{_WELL}\b[^.;!?]{{0,40}}?(?:\b(?:then|next minute|next thing|next)\b) ?,? ?"
    rf"(?:randomly |suddenly )?{_A_TIME}?{_ILL}\b|"
    rf"\b{_WELL} (?:(?:on|the) )*\w+day ?,? (?:(?:and|then|but) )+{_A_TIME}?{_ILL}\b|"
    r"\b(?:zero|no|0|nothing)(?: pain)? (?:then|to|and then|straight to) (?:an? )?(?:\d|10)/10|"
    r"\b(?:day|night|evening) before\b.{0,60}\b(?:next|following) (?:day|morning)\b.{0,12}"
    rf"\b{_ILL}\b|"
    r"\b(?:one|1) (?:minute|moment|second|day)\b.{0,25}\b(?:fine|grand|ok|okay|normal|perfect)\b"
    r".{0,15}\bnext\b|"
    r"\b(?:fine|grand|ok) when (?:i|he|she) (?:sat|lay|went|got|left|set)\b.{0,20}?,? "
    rf"(?:then |and |but )*{_ILL}\b|"
    r"\b(?:fine|grand|ok|okay|perfect) (?:at|before|after) (?:breakfast|lunch|dinner|tea|noon|work|"
    rf"school|church|mass) ?,? ?(?:and |but |then )*{_ILL} (?:by|at|before|after) \w+"
)
_MONTHS_OR_LONG = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"last|this|next|my|\d|the (?:year|month|week|summer|winter|spring|autumn|season|pandemic|"
    r"lockdown)|(?:a )?(?:winter|summer|spring|autumn|lockdown|covid|life|lives|career|season|term|"
    r"puberty|pregnancy|menopause|twent\w+|thirt\w+|fort\w+|fift\w+|sixt\w+|sevent\w+|eight\w+|"
    r"teens?|marathon training))"
)
# "It came on in the middle of dinner", "I was stirring the soup and it just went".
_AMID = re.compile(
    r"\b(?:came|started|began|hit|happened)\b[^.;!?]{0,45}\bin the middle of "
    rf"(?!{_MONTHS_OR_LONG}\b)|"
    rf"\b(?:came|started|began|hit|happened)(?: on| just)? mid "
    rf"(?!{_MONTHS_OR_LONG}\b|week|20|19)\w+|"
    r"\b(?:i|he|she) was (?:just |only )*\w+ing\b[^.;!?]{0,40}\b(?:and|when) (?:then )?(?:it|the "
    r"(?:knee|hip|pain)|my (?:knee|hip))(?: just| suddenly)? (?:hit|went(?! (?:away|off|on to|"
    r"well|fine|"
    r"ok|okay|great|grand|smoothly|better|home))|"
    r"came on|got me|happened|started)\b|"
    r"\b(?:it|knee|hip|something)(?: \w+){0,3} (?:pinged|twanged|popped|snapped|clunked)\b"
    r"(?![^.;!?]*\b(?:19|20)\d\d\b)[^.;!?]{0,40}\b(?:hurt\w*|sore|pain\w*|killing|ach\w+|bad|"
    r"limping|"
    r"swollen|ever) since\b|"
    r"\b(?:felt|got) an? (?:\w+ )?(?:stab|twinge|jolt|zap|shock|sharp pain|shooting pain)\b"
    r"[^.;!?]{0,20}\b(?:that was it|ever since|sore since|since then)\b"
)
# How it goes each time, and not how it began.
_NOT_THAT_ONCE = re.compile(
    r"\b(?:every|each|whenever|always|sometimes|usually|often|keeps?|if|used to|like|as usual|"
    r"again|(?:weeks|months|years) ago)\b"
)
_NO = re.compile(r"\b(?:no|not|never|without)\b")


def began_at_once(text: str) -> bool:
    """Whether words joined by spaces tell of one moment: woke with it, well and then not."""
    return any(_is_of_a_moment(sentence) for sentence in re.split(r"[.!?;]", text))


def gave_a_sound(text: str) -> bool:
    """Whether something was heard or felt to give, once: "felt a pop on Friday"."""
    return any(
        _GAVE_A_SOUND.search(sentence) is not None
        and _is_once(sentence)
        and not _NO.search(sentence)
        for sentence in re.split(r"[.!?;]", text)
    )


def _is_of_a_moment(sentence: str) -> bool:
    if not _is_once(sentence):
        return False
    woke = _WOKE_WITH_IT.search(sentence)
    if woke is not None and not _NO.search(sentence[: woke.start()]):
        return True
    return any(
        found.search(sentence) for found in (_NOT_BIT_BY_BIT, _STRUCK, _WELL_AND_THEN, _AMID)
    )


def _is_once(sentence: str) -> bool:
    return _NOT_THAT_ONCE.search(sentence) is None
