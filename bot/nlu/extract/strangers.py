"""What is told of people of no concern here: somebody at work, a woman in a programme.

No word of the vocabulary names them, so that what befell them would be taken for the writer's own.
It is set aside only where the writer also speaks of a complaint of their own, or the story comes
from a book or a screen: "a man has collapsed in the street" is about him.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.people import SELF, is_cared_for, tends_another
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

_KIND = (
    r"(?:woman|man|girl|boy|bloke|guy|fella|feller|chap|lady|person|gentleman|lad|lass|kid|fellow|"
    r"geezer|patient|footballer|player|runner|customer|client|celebrity|actor|singer|stranger|"
    r"colleague|coworker|workmate|teammate|team mate|neighbour|neighbor|friend|mate|pal|teacher|"
    r"boss|nurse|couple|folk|people|someone|somebody|one)"
)
_WHERE = (
    r"(?:(?:at|in|on|from|down|over|across|round|up) (?:(?:my|the|our|a|your|that) )?(?:\w+ )?"
    r"(?:work|gym|church|telly|tv|television|news|class|team|street|club|ward|office|bus|train|"
    r"forum|facebook|internet|reddit|instagram|tiktok|youtube|bed|room|village|road|pub|school|"
    r"choir|hospital|paper|papers|radio|magazine|warehouse|factory|shop|allotment|allotments|"
    r"estate|building|neighbourhood|shift|yard|site|corner|stairs|parkrun|bingo|wi|mosque|temple|"
    r"story|film|movie|soap|programme|show|group|bay|queue|pool|wedding|party|match|game)|"
    r"next door|upstairs|downstairs|opposite|i (?:know|knew|used to know|met|heard (?:of|about)|"
    r"read (?:of|about)|saw|used to work with|went to school with|was at school with)|"
    r"(?:he|she|my \w+|we) knows?|who|whose)"
)
# One that ails, not one that somebody fell over.
_ANIMAL = (
    r"(?:^|(?<=, )|(?<=and )|(?<=but ))(?:the|my|our|her|his|a)(?: \w+)? (?:dog|cat|horse|pony|"
    r"puppy|"
    r"kitten|rabbit|hen|cow|sheep|lamb|hamster|spaniel|labrador|collie|terrier|mare|parrot)"
    r"(?: (?:'s (?:\w+ )?(?:leg|paw|hip|knee|got|had|been|limping|back|belly|off|at|eye|ear|not)|"
    r"has|"
    r"had|is|was|limps|needed|broke|can|could|will)\b)"
)
_STRANGER = re.compile(
    rf"\b(?:someone|somebody) {_WHERE}\b|{_ANIMAL}|"
    # "I'm the one who has chest pain" is no stranger.
    rf"(?<!'m )(?<!\bim )(?<!\bam )(?<!\bwas )\b(?:an?|some|one|the|this|that|another|1) "
    rf"(?:(?!my\b|i\b)\w+ ){{0,2}}?{_KIND}(?:s)? "
    rf"{_WHERE}\b|"
    rf"\b(?!(?:i|me|pain|pains|started|hurts?|sore|ache|aches|knee|hip|leg|stairs?|day|back|worse|"
    r"fell|slipped|bad|it|home|well|sat|sitting|work|stiff|swollen|stuck|here|lunch|up|out)\b)\w+ "
    r"(?:from|at) (?:work|church|the (?:gym|office|club|pub|school|choir))"
    r"(?= (?:had|got|has|was|went|did|could|ended|died|lost|fell|collapsed|'s|told|swears?)\b)"
)
_STORY = re.compile(
    r"\b(?:programme|documentary|article|story|stories|podcast|episode|thread|video|film|blog|"
    r"book|soap|drama|advert|case|series|"
    r"novel) (?:\w+ ){0,3}?(?:about|of|where|in which|on) (?:an?|some|someone|somebody|people|"
    r"women|"
    r"men|patients|this|the|one|two|"
    r"kids|children|runners|footballers|how)\b|"
    r"\b(?:read|reading|heard|hearing|saw|seen|seeing|watched|watching) (?:\w+ ){0,2}?(?:about|of|"
    rf"stories of|on) (?:(?:an?|some|this|that|the|one) (?:\w+ )?{_KIND}|someone|somebody|people|"
    rf"women|"
    r"men|patients|folk|others|kids)\b"
)
# What a stranger did to the writer is the writer's: "a man at work stepped on it".
_DID_IT = re.compile(
    r" (?:(?:just|has|had|then|accidentally) )*(?:stepped|stood|kicked|hit|tackled|fell|landed|ran|"
    r"rode|jumped|sat|pushed|knocked|barged|crashed|stamped|trod|drove|bumped|twisted|pulled|"
    r"dropped|slammed|threw)\b(?: \w+){0,4} (?:it|me|my|mine|into)\b"
)
_OWN = re.compile(r"\b(?:i|i'm|i've|i'd|my|mine|me|myself|im|ive|ours|we)\b")
# Of the writer, but nothing that ails them: "a girl in my class".
_NOT_OF_BODY = re.compile(
    r"\b(?:i (?:know|knew|met|heard|read|saw|watched|was there|work\w*|used|once|googled|just read|"
    r"went to|was at school)|my (?:class|team|street|club|ward|office|road|village|work|school|"
    r"gym|choir|shift|building|physio|hairdresser|\w+'s))\b"
)
_GOES_ON = re.compile(
    r"^(?:and |but |, |then |so )*(?:he|she|they|his|her|their|it turned|turned out|it was|that "
    r"was|"
    r"ended up|poor)\b"
)
_NOBODY_ELSE = (None, SELF)


def told_of_strangers(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause], who: str | None
) -> list[Judged]:
    """Return the mentions, those of people of no concern as somebody else's."""
    words = [token.text for token in tokens]
    text = " ".join(words)
    if who not in _NOBODY_ELSE or is_cared_for(words) or tends_another(words):
        return list(judged)
    stretches = _stretches(words, clauses, speaks_of_self=_tells_of_own(text, who))
    return [
        (mention, Status.SOMEONE_ELSE)
        if mention.group in ("findings", "history", "injury")
        and any(start <= mention.start < end for start, end in stretches)
        else (mention, status)
        for mention, status in judged
    ]


def _tells_of_own(text: str, who: str | None) -> bool:
    """Whether the writer has a complaint of their own beside what they tell of others."""
    return who == SELF and _OWN.search(_NOT_OF_BODY.sub(" ", text)) is not None


def _stretches(
    words: Sequence[str], clauses: Sequence[Clause], speaks_of_self: bool
) -> list[tuple[int, int]]:
    """Where strangers are spoken of: from where they are named to where the writer comes in."""
    found: list[tuple[int, int]] = []
    went_on = False
    for sentence in sorted({clause.sentence for clause in clauses}):
        same = [clause for clause in clauses if clause.sentence == sentence]
        start, end = same[0].start, same[-1].end
        text = " ".join(words[start:end])
        named = _STORY.search(text) or (_STRANGER.search(text) if speaks_of_self else None)
        if named is None or _DID_IT.match(text, named.end()):
            goes_on = went_on and _GOES_ON.match(text) and not _OWN.search(text)
            if goes_on:
                found.append((start, end))
            went_on = bool(goes_on)
            continue
        own = _OWN.search(_hidden(text), named.end())
        first = start + text.count(" ", 0, named.start())
        last = start + text.count(" ", 0, own.start()) if own else end
        found.append((first, last))
        went_on = own is None
    return found


def _hidden(text: str) -> str:
    """The sentence with what is no own complaint blotted out, its length unchanged."""
    return _NOT_OF_BODY.sub(lambda match: re.sub(r"[^ ]", "_", match[0]), text)
