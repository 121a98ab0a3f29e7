"""What became of a scan or an X-ray: that it was clear, that it showed something, or neither.

"Clear" and "torn" stand far from the scan that they are said of, before it and after it, and a
"no" before either turns the one into the other. So a sentence that names a scan is read as a whole,
one scan after the other; one that is yet to come, or was refused, has shown nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import PATTERN, Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.who import is_someone_elses

Judged = tuple[Mention, Status]

CLEAR, SHOWED = "imaging_normal", "imaging_abnormal"
BOTH = frozenset({CLEAR, SHOWED})

_SCAN = re.compile(
    r"\b(?:x ?ray(?:s|ed)?|mris?|(?:ct|cat|mr|ultrasound) scans?|scan(?:s|ned|ner)?|"
    r"ultra ?sound(?:s|ed)?|cts?|imaging|imaged|r(?:oe|o|ö)ntgen|usg|sonogra\w+|radiographs?|"
    r"radiolog\w+|radiographer|"
    r"films?(?= of (?:my|the|his|her) (?:knee|hip|leg|back|pelvis)| (?:(?:was|were|came back|is|"
    r"are|looked) )?(?:clear|normal|unremarkable|clean|fine|perfect)| show\w*)|(?<=on the )films?|"
    r"(?:the|took|taken|had|looked at|seen|saw) (?:\w+ ){0,2}?(?:pictures|pics|images|picture of|"
    r"picture taken|picture(?= (?:and|,|which|that) (?:\w+ )?(?:said|says|told|show\w*))|photo "
    r"of)|(?<=in the )picture|(?<=on the )picture|pictured|"
    r"pics of (?:my|the|his|her) (?:knee|hip|leg)s?)(?: (?:scans?|ray'd|'d))?(?!\w)"
)
# Of the chest, an unborn child or how dense the bones are it says nothing of the joint.
_ELSEWHERE = re.compile(
    r"\b(?:chest|lungs?|brain|heart|liver|(?:my|his|her) (?:head|neck)|neck scan|throat|baby|"
    r"babies|pregnan\w+|cancer|clots?|"
    r"clotted|dvt|pneumonia|vet|dog|dexa|density|thinning|bone scan|tumou?r|sarcoma|thyroid|kidney|"
    r"stroke|fall clinic)\b"
)
_GOOD_WORDS = (
    r"clear|normal|fine|clean|ok|okay|unremarkable|negative|good|perfect\w*|spotless|textbook|"
    r"lovely|"
    r"great|healthy|pristine|immaculate|grand|alright|all right|as (?:it|they) should|spot on|"
    r"happy with|(?:that|those) of an? (?:teen\w*|\d\d|youngster|young \w+)|seen worse|reassuring|"
    r"brilliant|beautiful|sound as|drew a blank|untouched|intact|where (?:it|they|everything) "
    r"should|in one piece|nae bother|no bother|100 %|clean bill"
)
_GOOD = re.compile(rf"\b(?:{_GOOD_WORDS})(?!\w)")
_NOT_GOOD = re.compile(
    rf"\b(?:not|never|far from|less than|hardly|anything but|nothing like)(?: (?:come|came|back|"
    rf"been|out|"
    rf"look\w*|very|too|so|exactly|really|quite|all|entirely|completely|that|be|totally|as|"
    rf"the)){{0,3}}"
    rf" (?:{_GOOD_WORDS}|pretty|clever)(?!\w)"
)
_LESION_WORDS = (
    r"abnormal\w*|tears?|torn|retorn|damag\w*|fractur\w+|breaks?|broken|cracks?|cracked|wear|worn|"
    r"wearing|\w*arthrit\w+|\w*arthrosis|oa|degenerat\w+|spurs?|osteophyt\w+|narrow\w*|cysts?|"
    r"lesions?|bulg\w+|slipped|fluid|effusion|oedema|edema|inflam\w+|bursitis|tend[io]n\w*itis|"
    r"tendin\w+|chondromalacia|labral|cam|pincer|impinge\w+|dysplasia|loose bod\w+|loose bone|"
    r"necrosis|dead bone|dying|deform\w+|thicken\w*|thinning|thinned|fray\w*|flap|fissure|"
    r"bone on bone|bone chip|calcif\w+|stenosis|herniat\w+|prolaps\w+|scoliosis|ocd|tumou?r|shadow|"
    r"dark patch|hole|mess|osteoporosis|stress reaction|bone bruise|bone swelling|softening|"
    r"bony (?:bump|growth|lump)s?|misshapen|rough edges|"
    r"ruptur\w+|misalign\w+|malalign\w+|maltracking|changes|issues?|problems?|faults?"
)
_LESION = re.compile(
    rf"\b(?:{_LESION_WORDS}|something|(?:confirm\w*|show\w*|prov\w+) (?:it|that|this)(?= ?(?:[,.;]|"
    rf"$))|"
    r"(?:picked up|show\w*|found) (?:\w+ )?swelling|(?:white|dark) (?:patch|smudge|spot|line|area|"
    r"mark)\w*|(?:gap|space|cartilage)(?: \w+){0,4} (?:gone|lost|closed|"
    r"reduced|less|thin|disappear\w*)|(?:no|hardly any|little) (?:cartilage|gap|space|cushion\w*)"
    r"(?: \w+)? left|(?:loss of|lost|reduced) (?:\w+ )?(?:space|cartilage))\b"
)
_NO_LESION = re.compile(
    r"\b(?:no|not|without|nil|zero|nothing|nowt|none|free of|never|ruled out|rule out|rules out|"
    r"nor|"
    r"or)(?: (?!and\b|but\b|sure\b|just\b|only\b|because\b|, )[\w']+){0,5}?"
    rf" (?:{_LESION_WORDS})(?!\w)"
)
_NOT_THERE = re.compile(r"\bthere (?:was|were|is) not (?:one|any)\b|\bit was not (?:one|that)\b")
_NOTHING = re.compile(
    r"\b(?:(?:not|never) (?:\w+ ){0,3}?(?:show\w*|find|found|see|seen|pick\w*|reveal\w*|turn\w*|"
    r"flag\w*|spot\w*|detect\w*|come up|report\w*|explain\w*|point\w*)(?: (?:up|out|on|me|us|to))*"
    r"(?: (?:anything|a thing|owt|much|any|nothing|nowt|wrong|what 's wrong|the problem|the cause|"
    r"a cause|why|a lot|what|it|with|fault))|no (?:joy|luck) (?:finding|seeing)|not a (?:thing|"
    r"sausage|trace|spot|mark|jot)|"
    r"(?:nothing|nowt|zilch|nada|zip|diddly|naff all|sod all|bugger all|nil|none)"
    r"\b(?! (?:done|yet|booked|helps?|helped|works?|worked|touches|been|i do|to do|else|planned|"
    r"arranged|so far|has helped|more)))"
)
# What an injury was before it was looked into, and what was only feared or looked for.
_NOT_OF_SCAN = re.compile(
    r"\b(?:because of|for|after|since|to check|checking|in case|suspect\w*|think\w*|thought|"
    r"reckon\w*|"
    r"could be|might be|maybe|possibl\w+|probably|wonder\w*|worried|look\w* for|rule out|rules out|"
    r"ruling out|if|whether|when i)(?: [\w']+){0,4} ?$"
)
_SHOWS = re.compile(
    r"\b(?:show\w*|f(?:ind|ound|inds)|pick\w* up|pick|picked|reveal\w*|saw|see|seen|flag\w*|"
    r"spott?\w*|"
    r"confirm\w*|say|says|said|detect\w*|mention\w*|came up|come up|there 's|there is|there was|"
    r"there are|report\w*)(?: [\w']+){0,6} ?$"
)
_ON_SCAN = re.compile(r"^(?: [\w']+){0,3}? (?:on|in|by|from|when they|when i|with|says)\b")
_HAS_SHOWN = re.compile(
    r"\b(?:came back|come back|showed|shows|shown|found|was|were|is|are|revealed|said|says)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|until|whether|hoping|hope|might|would|will|should|supposing|suppose|"
    r"(?:want|wants|wanted|needs?|asked|asking|pushing) (?:me |him |her )?(?:to|for|an?|my)|"
    r"worth (?:getting|having))\b"
)
_NOT_YET = re.compile(
    r"\b(?:wait\w*|await\w*|booked|book|refer\w*|send\w* (?:me|him|her)|due|going for|"
    r"(?:on the|waiting) list|tomorrow|next (?:week|month|year|\w+day)|no results?|"
    r"results? (?:not|pending|due)|(?:has|have|'ve|had|been) (?:not|never|yet)(?: \w+){0,4}|"
    r"never (?:had|been|got|so much)|not (?:had|been|got|have|done|given|offered|give|do|let|get)|"
    r"refus\w*|(?:without|nor)(?: an?| any)? ?$|no ?$|not an? ?$|never an? ?$|nobody (?:has|"
    r"'s))(?=\W|$)"
)
_YET_TO_COME = re.compile(
    r"^ (?:is |was |'s )?(?:booked|due|tomorrow|next|will|would|might|has not|not yet|on \w+day)\b"
)
_TAKES_FOR_GRANTED = ("", "why", "how", "what")
_SAYS = re.compile(
    r"^(?:and |but |it |they |he |she |that |all |both |the |doctor |doc |gp |consultant |times |"
    r"was |"
    r"were |came |back |is |report |result |results |said |told |me |lady |boringly |' |a |got )*"
    rf"(?:{_GOOD_WORDS}|nothing|nowt|zilch|not a thing|showed|shows|found|{_LESION_WORDS})\b"
)
# A part of a sentence that goes on about the scan before it.
_PIECES = re.compile(r" , | ; | (?:and|so|then) (?!tear\b|had\b)")
_GOES_ON = re.compile(
    r"^(?:but(?! something)|just|only|except|apart|though|although|no |nothing|not a|it (?:showed|"
    r"said|found)|"
    r"which|showing|with|they (?:said|found|saw)|"
    rf"(?:showed|shows|said|found|some|a|an|bit of|mild|moderate|severe)\b|(?:\w+ "
    rf")?(?:{_LESION_WORDS})\b)"
)


@dataclass(frozen=True)
class Scan:
    """One scan of a message: where it is named, and what it showed (``None``: it was not had)."""

    start: int
    end: int
    showed: frozenset[str] | None


def with_scans(
    judged: Sequence[Judged],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    mentions: Sequence[Mention],
    who: str | None,
) -> list[Judged]:
    """Return the mentions with what each scan showed in place of what its words alone look like."""
    scans = list(find_scans(tokens, clauses))
    if not scans:
        return list(judged)
    read = {clauses[n].sentence for scan in scans for n in _clause_numbers(scan, clauses)}
    kept = [
        (mention, status)
        for mention, status in judged
        if BOTH.isdisjoint(mention.values)
        or not any(c.sentence in read and c.holds(mention.start) for c in clauses)
    ]
    for scan in scans:
        for value in sorted(BOTH if scan.showed is None else scan.showed):
            found = Mention(scan.start, scan.end, (value,), "history", PATTERN)
            another = is_someone_elses(found, tokens, mentions, clauses, who)
            status = Status.HYPOTHETICAL if scan.showed is None else Status.PRESENT
            kept.append((found, Status.SOMEONE_ELSE if another else status))
    return kept


def never_shown(judged: Sequence[Judged]) -> frozenset[str]:
    """Return the one of the two that a scan did not give, where another is told."""
    told = {v for m, status in judged if status is Status.PRESENT for v in m.values} & BOTH
    return BOTH - told if told else frozenset()


def find_scans(tokens: Sequence[Token], clauses: Sequence[Clause]) -> Iterator[Scan]:
    """Yield the scans of which a message tells what came of them, or that they were not had."""
    for sentence in sorted({clause.sentence for clause in clauses}):
        same = [clause for clause in clauses if clause.sentence == sentence]
        start, end = same[0].start, same[-1].end
        words = [token.text for token in tokens[start:end]]
        text = " ".join(words)
        found = list(_SCAN.finditer(text))
        for number, match in enumerate(found):
            first = start + text.count(" ", 0, match.start())
            last = start + text.count(" ", 0, match.end()) + 1
            clause = next((c for c in same if c.holds(first)), same[0])
            if clause.question not in _TAKES_FOR_GRANTED:
                continue
            before = text[found[number - 1].end() if number else 0 : match.start()]
            stop = found[number + 1].start() if number + 1 < len(found) else len(text)
            after = text[match.end() : stop]
            showed = _shown(before, after)
            if showed is None or showed:
                yield Scan(first, last, showed)
            elif number + 1 == len(found):
                later = _next_sentence(tokens, clauses, sentence)
                showed = _shown("", f" {later}") if _SAYS.match(later) else frozenset()
                if showed:
                    yield Scan(first, last, showed)


def _shown(before: str, after: str) -> frozenset[str] | None:
    """What is said of a scan between two words of its sentence, ``None`` if it was not had."""
    lead = re.split(r"\b(?:but|though|although|however)\b", before)[-1]
    told = _about_it(after)
    if _ELSEWHERE.search(f"{lead} {told}") or _SUPPOSED.search(lead):
        return None
    is_clear, has_shown = _verdict(told)
    if is_clear or has_shown:
        if _NOT_YET.search(lead[-40:]) and not _HAS_SHOWN.search(told):
            return None
        if _YET_TO_COME.match(told):
            return None
    else:
        if _NOT_YET.search(lead) or _NOT_YET.search(_PIECES.split(after)[0]):
            return None
        is_clear, has_shown = _verdict_before(lead)
    if has_shown:
        return frozenset({SHOWED})
    return frozenset({CLEAR}) if is_clear else frozenset()


def _about_it(after: str) -> str:
    """What goes on about a scan: up to its verdict, and what is added to that."""
    kept: list[str] = []
    is_told = False
    for piece in _PIECES.split(after):
        if is_told and not _GOES_ON.match(piece):
            break
        kept.append(piece)
        is_told = is_told or any(_verdict(f" {piece}"))
    return " , ".join(kept)


def _verdict(text: str) -> tuple[bool, bool]:
    """Whether what follows a scan says that it was clear, and that it showed something."""
    if _NOT_THERE.search(text):
        return True, False
    denied = _NOT_GOOD.search(text) is not None
    rest = _NOT_GOOD.sub(" ", text)
    none = _NO_LESION.search(rest) is not None
    plain = _NO_LESION.sub(" ", rest)
    none = none or _NOTHING.search(plain) is not None
    plain = _NOTHING.sub(" ", plain)
    lesion = any(not _NOT_OF_SCAN.search(plain[: m.start()]) for m in _LESION.finditer(plain))
    return none or _GOOD.search(plain) is not None, denied or lesion


def _verdict_before(text: str) -> tuple[bool, bool]:
    """Whether what leads to a scan says so: "nothing on my mri", "they found a tear on the scan".

    What is told before a scan and not of it, such as the injury it was for, counts for nothing.
    """
    if re.search(rf"\b(?:{_GOOD_WORDS}) (?:\w+ )?$", text) and not _NOT_GOOD.search(text):
        return True, False
    if not re.search(r"\b(?:on|in|by|to|from|when|the|my|any|her|his)\b(?: \w+){0,3} $", text):
        return False, False
    if _NO_LESION.search(text) or _NOTHING.search(text):
        return True, False
    for match in _LESION.finditer(text):
        near = _ON_SCAN.search(text[match.end() :]) is not None
        told = _SHOWS.search(text[: match.start()]) is not None
        if (near or told) and not _NOT_OF_SCAN.search(text[: match.start()]):
            return False, True
    return False, False


def _next_sentence(tokens: Sequence[Token], clauses: Sequence[Clause], sentence: int) -> str:
    same = [clause for clause in clauses if clause.sentence == sentence + 1]
    if not same:
        return ""
    return " ".join(token.text for token in tokens[same[0].start : same[-1].end])


def _clause_numbers(scan: Scan, clauses: Sequence[Clause]) -> list[int]:
    return [n for n, clause in enumerate(clauses) if clause.holds(scan.start)]
