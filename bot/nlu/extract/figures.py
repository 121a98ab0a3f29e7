"""Figures of speech that sound like a sign that cannot wait: a wallet that bleeds, red hot form.

A figure is struck out of the message first, and the sign goes only where nothing is left that could
tell it: "red hot form, but the knee is hot as well" keeps its heat.
"""

from __future__ import annotations

import re

# Value → the figures of speech that sound like it, and what tells it in earnest.
_FIGURES: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    value: (re.compile(figures), re.compile(tells))
    for value, (figures, tells) in {
        "heavy_bleeding": (
            r"\b(?:wallet|bank balance|purse|savings|pockets?|budget|heart)(?: (?:is|'s|has|been|"
            r"was|still|just|really))* bleed(?:s|ing)?\b|\b(?:bled|bleed\w*) (?:me |us )?dry\b|"
            r"\bbleed(?:s|ing)? (?:money|cash|heart|edge|obvious|useless|typical|nuisance|"
            r"hell)\b(?! bad| sore| heavy| bleed)|\b(?:bled|bleed|bleeding) (?:the |all the |our "
            r")?(?:radiators?|brakes)\b|"
            r"\bblood (?:tests?|group|type|pressure|sugars?|orange|bank|donor|thinners?|relatives?|"
            r"brothers?|moon|work|count|results?|sample)\b|\bpouring (?:rain|with rain)\b|"
            r"\bblood ,? ?sweat\b|\b(?:runs?|running|"
            r"always|alcohol|sugar|iron|something|markers?|crystals?|football|levels?) in (?:my|"
            r"the|"
            r"his|her) blood\b",
            r"\b(?:bleed\w*|blood\w*|bled|gush\w*|pouring|spurt\w*|pump\w*|haemorrhag\w*|"
            r"hemorrhag\w*|squirt\w*|soak\w*|not stop\w*|split|cut|gash\w*|wound)\b",
        ),
        "fever": (
            r"\b(?:gold|cabin|football|spring|hay|election|wedding|disco|jungle|saturday night|"
            r"exam|world cup|derby|festival|shopping|euro) fever\b|\bfever tree\b|\bfever "
            r"(?:pitch|dream)s?\b|"
            r"\b(?:blow\w*|run\w*|blew|ran) (?:a bit )?hot and cold (?:on|about|whether)\b",
            r"\b(?:fever\w*|temp\w*|hot|burning|shiver\w*|chills?|sweat\w*|febrile|pyrexia\w*|"
            r"37|38|39|40|41)\b",
        ),
        "redness_heat": (
            r"\bred hot (?:form|favourites?|tips?|deals?|chill\w+|pokers?|streak|topic|news|"
            r"tickets?)\b|\b(?:boiling|roasting|scorching|baking) (?:hot )?(?:here|outside|weather|"
            r"day|summer)\b|\bhot (?:tub|desk|potato|rod|seat|mess|chocolate|flush(?:es)?|topic|"
            r"dogs?|air|yoga|spell|country|climate|kitchen|cross buns?)\b|\bred (?:letter|tape|"
            r"card|herring|cap|sauce|pepper|wine|squirrel|kite|lights?|dress|coat|car|hair|paint|"
            r"shoes)\b|\b(?:hair|brace|car|coat|dress|shoes|trainers|jumper|paint|door|sunset)"
            r"(?: is| 's| are)? (?:bright |all )?red\b",
            r"\b(?:red\w*|hot\w*|warm\w*|heat|pink|crimson|scarlet|burn\w*|fire|flush\w*|inflam\w*|"
            r"angry|glow\w*|beetroot|roast\w*|boiling|purple|cook\w*|radiator|toast\w*)\b",
        ),
        "head_injury": (
            r"\bnails? (?:right |bang |square )?on the head\b|\bhead over heels\b|"
            r"\bbang(?:ing|s) (?:\w+ ){1,2}heads? (?:against|off) an? brick wall\b|"
            r"\bhead hits? the (?:pillow|sack|hay)\b|\b(?:knock|hit|bang)(?:s|ed|ing)? (?:it|"
            r"(?:that|the|this|my|his|her) (?:plan|idea|notion|hobby|dream|habit|job|thing)|that|"
            r"this|running|football|golf|things) on the head\b|\boff the top of my head\b|"
            r"\b(?:it all|way|right|went|goes|it 's) over (?:my|his|her|your) head\b|"
            r"\b(?:all|stuck|voices?|songs?|tune|thoughts?|idea|sums) in(?:side)? (?:my|his|her|"
            r"your) "
            r"head\b|\bheads? (?:up|start|teacher|office|chef|"
            r"coach|first into (?:work|life|it|the job))\b|\bheads together\b",
            r"\b(?:head\w*|heid|skull|concuss\w*|knocked (?:\w+ )?out|forehead|temple|helmet|"
            r"bonce|noggin|face|brain)\b",
        ),
        "leg_shorter_or_turned": (
            r"\b(?:days?|nights?|evenings?|temper|fuse|breath|"
            r"skirts?|hair|trousers|sleeves|sessions?|queue|list|attention span|"
            r"(?:walks?|runs?|rides?|strides?|steps?)(?= (?:is|are|getting|have|has)\b))(?: (?:is|"
            r"are|'s|"
            r"getting|gets|got|have|has|been|become|a|bit|much|even))* short(?:er|ened)?\b|"
            r"\bshorter (?:days?|nights?|temper|fuse|walks?|runs?|rides?|strides?|steps?|hair|"
            r"sessions?|cut|distances?|hours|shifts?)\b|\b(?:chair|table|stool|bed|trouser|desk) "
            r"legs?\b(?: \w+){0,2} short\w*|\blegs? of the (?:chair|table|stool|bed|desk)\b(?: \w+)"
            r"{0,2} short\w*",
            r"\b(?:short\w*|turn\w*|rotat\w*|point\w*|twist\w*|roll\w*|outward\w*|inward\w*|"
            r"length|longer|flop\w*|splay\w*|squint|lopsided|uneven)\b",
        ),
        "rapid_swelling": (
            r"\b(?:ego|pride|heart|crowds?|river|sea|music|numbers?|ranks|queue|head)\b(?: "
            r"(?:has|have|had|is|was|are|were|just|really|always|of|people|to|has been|will|did|"
            r"that|with|must|might|can))*? "
            r"(?:swell\w*|swoll\w*|swelled|balloon\w*)\b|\bswell\w* with pride\b|\bswollen "
            r"(?:river|"
            r"ego|head)\b|\bballoon\w* (?:to|up to) (?:\d+|\w+teen) (?:stone|kg|kilos?|lbs?|"
            r"pounds)\b|"
            r"\b(?:hot air |party )?balloon(?:s|ing)? (?:was|is|flight|trip|ride|for the)\b",
            r"\b(?:swell\w*|swoll\w*|puff\w*|balloon\w*|big|bigger|huge|massive|blew|blown|fat)\b",
        ),
        "limp": (
            r"\blimp (?:excuses?|wrists?|wristed|handshakes?|lettuce|hair|biscuits?|salad|jokes?|"
            r"apology|lasagne)\b|\blimp(?:s|ed|ing)? (?:to|towards?) (?:the )?(?:end of term|half "
            r"term|(?:christmas|easter|summer) holidays?)\b",
            r"\b(?:limp\w*|hobbl\w*|hirpl\w*|drag\w*|favour\w*|hop\w*|lame|waddl\w*|not walk\w*)\b",
        ),
        "collapse": (
            # Not "got out of bed collapsed".
            r"(?:^|[.,;!] |\b(?:and|but|when|then|as|so|if|that|because|where) )(?:(?:my|the|our|a|"
            r"an|his|her|their|whole|old|garden|camping|dining|plastic|kitchen) )*"
            r"(?:deck ?chair|chair|bed|tent|shelf|roof|ceiling|shed|wall|bridge|bank|company|"
            r"firm|"
            r"marriage|business|economy|talks?|arch(?:es)?|cake|souffl\w+|pram|table)(?: "
            r"(?:has|have|just|is|was|then|had))* collaps\w+\b|\bcollapsed (?:arch(?:es)?|"
            r"vertebrae?|disc|discs|veins?)\b|\bpassed out of (?:school|college|training|"
            r"sandhurst|sight|use|date|(?:the )?(?:army|navy|academy|forces|police)|my mind)\b|"
            r"\bcollaps\w+ (?:in|into|with) (?:laughter|giggles|fits of giggles|hysterics)\b",
            r"\b(?:collaps\w*|faint\w*|unconscious|unresponsive|respon\w+|wake\w*|woke|waking|"
            r"breath\w*|passed out|blacked out|out cold|keeled|seizure|fitt?ing|floor|rouse\w*)\b",
        ),
        "stroke_signs": (
            r"\bstroke of (?:luck|genius|midnight|noon|twelve|bad luck|fortune|the pen|\w+ "
            r"o'clock)\b|"
            r"\b(?:breast|back|butterfly|swim\w*|golf|putting|brush|pen) ?strokes?\b|"
            r"\b(?:two|four|2|4)[ -]*stroke (?:engine|bike|mower|oil|strimmer|petrol|motor)\b|"
            r"\bstrok(?:e|ed|es|ing) (?:the|my|a|our|his|her) (?:cat|dog|kitten|puppy|beard|pet|"
            r"hair|horse|rabbit)\b|\bon the stroke of\b|\bstroke (?:play|order|rate|technique)\b",
            r"\b(?:strokes?|tia|face|mouth|smile|speech|slur\w*|speak\w*|words?|droop\w*|arm|hand|"
            r"one side|weak\w*|numb\w*|lopsided|crooked|vision|sight)\b",
        ),
    }.items()
}


def only_figures(text: str) -> frozenset[str]:
    """The signs of which a message has a figure of speech and, that struck out, nothing."""
    return frozenset(
        sign
        for value, (figures, tells) in _FIGURES.items()
        if figures.search(text) and not tells.search(rest := figures.sub(" ", text))
        for sign in (value, *_heat_besides(value, rest))
    )


def _heat_besides(value: str, rest: str) -> tuple[str, ...]:
    """What else somebody hot may have, where the rest of a message tells of no fever either."""
    told = _FIGURES["fever"][1].search(rest)
    return ("fever", "shivering_unwell") if value == "redness_heat" and not told else ()
