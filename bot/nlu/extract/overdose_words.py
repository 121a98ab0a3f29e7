"""How people tell of too much of a medicine: what counts as too much, a mistake, long ago.

What is taken is one word of `medicines`; what stands between its words is counted, so that "had 9
operations and take tramadol" is none.
"""

from __future__ import annotations

import re

from bot.nlu.extract.medicines import (
    daily_medicine,
    kind_of_medicine,
    medicine,
    strong_medicine,
)

_DRUG, _KIND, _STRONG, _DAILY = medicine(), kind_of_medicine(), strong_medicine(), daily_medicine()
_DOSE = rf"(?:{_DRUG}|doses?|dosage)"
# Words between, none of which ends the sentence.
_GAP = r"(?:[\w'%/]+ ){0,3}?"
_LONG_GAP = r"(?:[\w'%/,]+ ){0,7}?"
#: How somebody took it in.
TAKEN = r"took|taken|swallowed|necked|downed|popped|scoffed|ate|eaten|drank|drunk|had|injected"
_TOOK = rf"(?<!\bbeen )(?<!\bwas )(?<!\bgot )(?:{TAKEN}|gave|given|giving|put on|stuck on)"
_WHOSE = r"(?:my|me|her|his|the|their|our|all|all my|all her|all his)"
_MANY = (
    r"(?:9|[1-9]\d{1,2}|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|"
    r"thirty|forty|fifty|sixty|a dozen|half a dozen|dozens)"
)
_SOME = r"(?:[5-8]|five|six|seven|eight)"
_FEW = r"(?:[2-8]|two|three|four|five|six|seven|eight|both|a couple of|a couple|a few)"
# What a figure counts where it counts no tablets, and what ends the reach of a number.
_UNIT = (
    r"(?!(?:mg|mgs|mcg|g|grams?|mls?|milligrams?|%|x|/|days?|weeks?|months?|years?|hours?|minutes?|"
    r"mins?|times?|miles?|km|k|stone|kg|sessions?|injections?|operations?|jabs?|per|percent|"
    r"of (?!my|the|his|her|those|these|them|our)\w+)\b)"
)
_SORT = (
    r"(?:(?!(?:and|then|but|with|plus|take|taking|took|after|before|for|because)\b)[\w']+ ){0,5}?"
)
_HEAP = (
    r"(?:handfuls?|fistfuls?|mouthfuls?|(?:a |the )?(?:whole|entire|full|half an?|half the|half of "
    r"the|most of the|all the|all of the|nearly all the) (?:\w+ )?(?:box|packet|pack|packs|bottle|"
    r"strip|blister|tub|lot|sheet|week 's)|(?:a|an|the) (?:box|packet|pack|bottle|strip) of|"
    r"(?:[2-9]|1\d|two|three|four|five|six|several) (?:whole |full )?(?:boxes|packets|packs|"
    r"bottles|strips|blisters|tubs|sheets) of|a load of|(?<!two )(?<!\d )(?:loads|lots) of|"
    r"a lot of|a bunch of|a pile of|a ton of|"
    r"(?<!one )(?<!two )(?<!few )(?<!couple )(?:way |far )?too? (?:many|much))"
)
_AT_ONCE = (
    r"(?:all at once|at once|in one go|all together|together(?! with (?:my |a |some )?(?:food|"
    r"milk|water|breakfast|lunch|dinner|tea|meal))|at the same time|in one hit|"
    r"at one time)"
)
#: Said of what nobody meant to take, and of no accident but that.
BY_MISTAKE = (
    r"by (?:mistake|accident|error)|in error|accident(?:al)?ly|mistakenly|mixed up|mix up|"
    r"mixed the|"
    r"muddled up"
)
_MISTAKE = (
    rf"(?:{BY_MISTAKE}|accident\w*|instead of|rather than|"
    r"without realis\w+|without realiz\w+|without thinking|not knowing|not realis\w+|forgot\w*|"
    r"did not realise|did not realize|did not know (?:it|they|that|she|he)|thinking (?:it|they) "
    r"(?:was|were)|oops|lost count|lost track|misread|miscounted|got confused|"
    r"meant to (?:take|have)|should (?:have|only)|supposed to)"
)
_NOW = (
    r"(?:today|tonight|this (?:morning|afternoon|evening|lunchtime)|last night|yesterday|"
    r"just now|again|already|an hour ago|\d+ (?:minutes?|hours?|mins?) ago|by mistake|by accident)"
)
# A course over days, or what somebody takes each day, is no single dose.
PERIOD = re.compile(
    r"\b(?:(?:a|per|each|every|one) (?:day|week|month|night|morning)(?! (?:ago|back)\b)|daily|"
    r"weekly|over the (?:last|past|years|weeks|months)|over (?:\d+|two|three|four|"
    r"several) (?:days|weeks|months)|"
    r"(?:for|in|within|past|last) (?:the )?(?:last |past )?(?:\d+|two|three|four|five|six|seven|"
    r"ten|a few|few|several|many|a couple of)? ?(?:days|weeks|months|years|week|month|year)|"
    r"(?:this|past|last) (?:week|month|year)|for (?:years|ages|weeks|months)|a course of|courses|"
    r"usual|normal dose|normally|refills?|types|kinds|different)\b"
)
# "Took every tablet as prescribed" is what it should be, whatever was counted.
AS_TOLD = re.compile(
    r"\b(?:(?:as|like) (?:usual|always|normal)|as (?:prescribed|directed|instructed|told))\b"
)
# What somebody has, or was handed for later, is not in them: "had 30 tablets left", "the doctor
# gave me 30 codeine". A word such as "left" counts beside these verbs only: most knees have it.
HAS_OR_GETS = re.compile(r"^(?:had|gave|given|giving)\b")
IN_STOCK = re.compile(
    r"\b(?:prescribed|(?:remaining|left(?! (?:knee|hip|leg|side|thigh|calf|foot|one|kneecap|"
    r"groin|buttock|shin|ankle)))|at home|in the (?:house|cupboard|car|drawer))\b"
)
HANDED_OUT = re.compile(
    r"\b(?:doctors?|dr|gp|hospital|nurse|pharmacist|pharmacy|chemist|surgeon|consultant|dentist|"
    r"a&e|a and e|er|clinic|they|physio)(?: (?:has|have|had|just|only|then|'ve|'s))* $"
)
# What was only wished, feared, played or done as a habit once.
NOT_TAKEN = re.compile(
    r"\b(?:once (?:took|had|swallowed)|used to (?!be |work )|(?:nearly|almost) (?:took|had|"
    r"swallowed|"
    r"overdosed|od)|tempted|wanted to (?:take|swallow|overdose|have)|in (?:the|a) (?:film|book|"
    r"show|"
    r"series|play|novel|soap)|on (?:the )?(?:telly|tv|news)|character|storyline)\b"
)
# Who was about to take it has not taken it, and may have wished to.
ABOUT_TO = re.compile(
    r"\b(?:tempted|(?:nearly|almost) (?:took|swallowed|overdosed)|want(?:ed|s)? to (?:take|"
    r"swallow|overdose))\b"
)
SLEEPY = re.compile(
    r"\b(?:drowsy|sleepy|woozy|groggy|dozy|confused|muddled|delirious|out of it|not making sense|"
    r"slur\w*|vomit\w*|(?:being|been|feels?|feeling|felt|is|was) sick|throwing up|threw up|"
    r"puking|nauseous|(?:slow|shallow|funny|odd|bad) breathing|breathing (?:is |'s )?(?:slow|"
    r"shallow|funny|odd|bad\w*|noisy)|floppy|fitting|faint\w*|palpitations|dizzy|nodding off|"
    r"hard to (?:wake|rouse)|wo n't wake|will not wake|passed out|yellow|shak(?:y|ing)|unwell|"
    r"poorly|hallucinat\w*|twitch\w*|pinprick|pale|blue|grey|heart (?:is |'s )?racing)\b"
)
_CHILD = (
    r"(?:child|kid|kiddo|toddler|baby|little (?:one|boy|girl|lad)|son|daughter|grandson|"
    r"granddaughter|grandchild|boy|girl|nephew|niece|twins?|[1-9] (?:year old|years old|yo|yr old)|"
    r"(?:two|three|four|five|six) year old|(?:he|she) 's (?:[1-9]|two|three|four|five|six)"
    r"(?= ?(?:$|[,.;!]|and|years|months))|\d+ months old)"
)
_SWALLOWED = (
    r"(?:swallowed|ate|eaten|chewed|chewing|sucked|sucking|got (?:into(?! medicine)|hold of|at|"
    r"his hands on|her hands on)|been at|helped (?:himself|herself) to|raided|"
    r"(?:took|taken|drunk|drank|had) (?:some of |all |one of )?"
    r"(?:my|our|mum 's|dad 's|granny 's|nan 's|grandad 's))"
)

_ANOTHERS = (
    r"(?:my |the )?(?:husband|wife|mum|dad|mother|father|partner|dog|cat|son|daughter|someone else|"
    r"somebody else|flatmate|sister|brother|neighbour) ?'s"
)
# "Took my mum's tablets to the chemist"
_BROUGHT = (
    r"(?:back |over |round |down |in )?to (?:the |my |her |his |our )?(?:pharmac|chemist|doctor|gp|"
    r"hospital|surgery|nurse|clinic)"
)

#: What is far too much.
_MUCH = [
    rf"{_TOOK} {_GAP}{_MANY} {_UNIT}{_SORT}{_DRUG}",
    rf"{_MANY} (?:odd |or so )?{_UNIT}(?:\w+ )?{_DRUG} (?:of \w+ )?(?:gone|down|since|so far|"
    r"in (?:me|him|her))\b",
    rf"(?<!\w )(?:{_MANY}) {_UNIT}(?:\w+ )?{_DRUG} {_NOW}(?! (?:from|off|left|by the))",
    rf"{_TOOK} {_GAP}{_HEAP} {_SORT}{_DRUG}",
    # "Drank too much and fell" is of no medicine.
    rf"(?!(?:ate|eaten|drank|drunk) (?:\w+ )?(?:way |far )?too? much(?! (?:of\b|{_DRUG})))"
    rf"{_TOOK} (?:\w+ ){{0,2}}(?<!one )(?<!two )(?<!few )(?<!couple )too? (?:many|much)"
    rf"(?: {_DRUG})?(?= ?(?:$|[.,;!]|by|and|of (?:them|it|these)|last|this|today|tonight|earlier|"
    r"yesterday|at))",
    rf"^too many {_DRUG} ?$",
    rf"(?:took|taken|had|has had) (?:an? )?(?:\w+ )?overdose(?! of (?!(?:\w+ ){{0,2}}{_DRUG}))",
    r"(?:^|(?:have|has|'ve|'s|i|he|she|they|mum|dad|we|just) (?:\w+ )?)(?:overdosed|od 'd)"
    rf"(?! (?:on|of) (?!(?:\w+ ){{0,2}}{_DRUG}))",
    rf"{_TOOK} all (?:of )?(?:my|her|his|the|them|of them) ?{_SORT}(?:{_DRUG} )?"
    r"(?:all at once|at once|in one go|in one hit)",
    rf"{_TOOK} (?:all of (?:her|his|my|the)|the lot) {_SORT}{_DRUG}",
    rf"(?:took|taken|swallowed|necked|downed) every {_SORT}{_DRUG}",
    rf"{_TOOK} the lot every {_DRUG}",
    rf"{_CHILD} {_LONG_GAP}{_SWALLOWED} {_SORT}(?:{_DRUG}|patch)(?! {_BROUGHT})",
    rf"{_CHILD} {_LONG_GAP}(?:swallowed|ate|eaten|chewed) (?:up )?(?:half|most of|some of|all of|"
    rf"all) {_SORT}{_DRUG}",
    rf"(?:emptied|tipped|poured) {_LONG_GAP}(?:pill box|{_DRUG}) {_GAP}(?:into|in|down) "
    r"(?:(?:my|his|her|their) (?:mouth|throat)|(?:my|him|her|them)sel(?:f|ves))",
    rf"{_TOOK} (?:the |a |my |her |his )?(?:whole|entire|full) week 's (?:\w+ ){{0,2}}"
    r"(?:pack|packs|box|boxes|supply|organiser|dosette)",
    rf"{_CHILD} {_LONG_GAP}(?:found|got) {_GAP}{_DRUG} and (?:drank|ate|swallowed|had|took)",
    rf"(?:gave|given) {_LONG_GAP}{_CHILD} {_LONG_GAP}(?:adult|grown up)",
    r"methotrexate (?:tablets? )?(?:every ?day|daily|each (?:day|morning)|\w+ days running)",
    rf"(?:drank|drunk|downed|necked) {_GAP}(?:bottle|half|all|lot) {_GAP}{_DRUG}",
    rf"(?:[3-9]|three|four|five|six) {_DRUG} every (?:hour|1 hour|2 hours|two hours|hour or two|"
    r"couple of hours)",
    rf"{_DRUG} {_LONG_GAP}(?:well|way|far) over (?:what )?the (?:box|packet|label|limit|max\w*)",
    rf"(?:no idea|not remember|not know|not sure) how many (?:of )?(?:\w+ )?(?:{_DRUG} )?(?:i|he|"
    r"she|they|mum|dad) ?(?:'ve|have|has|'s)? ?(?:had|taken|took|swallowed)",
]
#: What is a dose too many, or somebody else's.
_DOSE_TOO_MANY = [
    rf"{_TOOK} {_GAP}{_FEW} {_UNIT}(?:\w+ ){{0,2}}?{_DRUG} {_LONG_GAP}(?:{_AT_ONCE}|{_MISTAKE})",
    rf"{_FEW} (?:\w+ )?{_DRUG} (?:rather than|instead of) (?:two|one|2|1|half|the|my)",
    rf"{_MISTAKE} {_LONG_GAP}{_TOOK} {_GAP}{_FEW} {_UNIT}(?:\w+ ){{0,2}}?{_DRUG}",
    rf"{_TOOK} {_GAP}{_SOME} {_UNIT}(?:of )?(?:\w+ )?{_DRUG}",
    rf"{_SOME} (?:\w+ )?{_DRUG} (?:so far|by now)",
    rf"{_TOOK} {_LONG_GAP}both {_SORT}(?:{_DRUG})(?: {_GAP}(?:{_AT_ONCE}|{_MISTAKE}))",
    rf"{_TOOK} both {_WHOSE} {_LONG_GAP}{_DRUG} (?:{_AT_ONCE}|{_MISTAKE})",
    rf"{_TOOK} {_LONG_GAP}both {_WHOSE} {_LONG_GAP}(?:and )?{_LONG_GAP}{_DRUG} (?:{_AT_ONCE})",
    rf"{_TOOK} {_GAP}(?:a )?(?:double|twice) (?:the |my |her |his |a |their |of |what )*"
    rf"(?:usual |normal |right |prescribed |recommended |evening |morning )?(?:{_DOSE}|amount|"
    r"should|supposed)",
    rf"double doses? of {_GAP}{_DRUG} {_GAP}{_NOW}",
    rf"{_TOOK} {_WHOSE} {_SORT}{_DRUG} double\b",
    rf"{_TOOK} {_WHOSE} {_SORT}{_DRUG} {_LONG_GAP}forg[eo]t\w* {_LONG_GAP}again\b",
    rf"(?:gave|given) {_LONG_GAP}{_DRUG} {_LONG_GAP}(?:gave|given) (?:it|them|one|the same)"
    r"(?: to (?:her|him|them))? (?:again|as well|too)\b",
    r"double dos(?:ed|ing) (?:on )?",
    rf"{_TOOK} {_GAP}(?:(?:two|2|double) doses?|(?:two|2) (?:lots|patches))",
    rf"doubled (?:up )?(?:on )?{_WHOSE} {_SORT}{_DOSE} {_LONG_GAP}{_MISTAKE}",
    rf"doubled up (?:on )?(?:{_WHOSE} )?{_SORT}{_DOSE}",
    rf"(?:i|i 've|we|just) doubled (?:up )?(?:on )?{_WHOSE} {_SORT}{_DRUG} {_NOW}",
    rf"{_TOOK} {_SORT}{_KIND} twice (?!a |an |per |each |every |daily){_GAP}{_NOW}",
    rf"{_TOOK} {_WHOSE} (?:\w+ )?(?:{_STRONG}|{_DAILY}) twice"
    r"(?! a | an | per | each | every | daily)",
    rf"{_TOOK} (?:her|him|them|my mum|my dad|mum|dad|my \w+|our \w+) (?:\w+ ){{0,3}}?{_DRUG} twice"
    r"(?! a | an | per | each | every | daily)",
    rf"twice {_NOW} {_GAP}{_TOOK} {_WHOSE} (?:\w+ )?{_KIND}",
    rf"{_TOOK} {_GAP}{_DRUG} twice {_GAP}{_MISTAKE}",
    rf"{_TOOK} {_GAP}{_DRUG} {_LONG_GAP}again ,? ?(?:and )?{_LONG_GAP}(?:{_MISTAKE})",
    rf"{_TOOK} {_GAP}{_DRUG} (?:again |too soon |too close |an hour after |{_LONG_GAP}after the "
    rf"last ){_LONG_GAP}(?:together|{_MISTAKE}|soon|close)",
    rf"{_TOOK} {_SORT}{_DRUG} (?:\w+ ){{0,3}}?(?:by mistake|by accident|in error|mistakenly)",
    rf"{_TOOK} {_LONG_GAP}{_DRUG} thinking (?:it|they) (?:was|were)",
    rf"{_MISTAKE} {_LONG_GAP}{_TOOK} {_LONG_GAP}{_DRUG} twice",
    rf"{_TOOK} {_GAP}(?:one|1|two|2|a few|a couple) (?:\w+ )?(?:{_DRUG} )?too many",
    rf"(?:one|two|1|2|a few|a couple of) (?:\w+ )?{_DRUG} too many",
    rf"{_TOOK} {_GAP}(?:extra|an extra|one extra|two extra|another extra) (?:spoon\w* of )?"
    rf"(?:\w+ )?{_DOSE}",
    rf"{_TOOK} {_GAP}(?:one|two|three|1|2|3) more (?:{_DRUG} )?than (?:i|he|she|they|it|you)",
    rf"{_TOOK} {_GAP}more (?:{_DRUG} )?than (?:i|he|she|they|it|you|the) (?:should|was|were|is|am|"
    r"meant|supposed|packet|label|box|ought|says)",
    rf"{_TOOK} {_GAP}more {_DRUG} than (?:i|he|she|they|the|you)",
    rf"(?:{_TOOK} {_GAP}|^)(?:the )?wrong (?:\w+ )?{_DOSE}",
    rf"{_MISTAKE} {_LONG_GAP}{_TOOK} {_ANOTHERS} {_SORT}{_DRUG}",
    rf"{_TOOK} {_ANOTHERS} {_SORT}{_DRUG} {_LONG_GAP}{_MISTAKE}",
    rf"forgot\w* {_LONG_GAP}{_TOOK} {_LONG_GAP}(?:and|so|then) {_GAP}(?:took|had|have taken|"
    r"'ve taken|taken|gave)",
    rf"(?:took|taken|had) {_GAP}(?:paracetamol|panadol|lemsip) (?:and|with|on top of|as well as) "
    rf"{_GAP}(?:co codamol|cocodamol|co dydramol|solpadeine|lemsip|zapain)",
    rf"{_TOOK} {_GAP}{_DRUG} {_LONG_GAP}(?:then )?realis\w+ {_LONG_GAP}(?:paracetamol|ibuprofen|"
    r"same|both|already)",
]
FAR_TOO_MUCH = re.compile("|".join(rf"(?<!\w)(?:{each})" for each in _MUCH))
# What makes it more than a dose that somebody is meant to have, where how much is not told apart.
MORE_THAN_MEANT = re.compile(
    rf"\b(?:{BY_MISTAKE}|{_HEAP}|{_MANY} {_UNIT}(?=\w)|all|whole|entire|rest of|double|doubled|"
    r"twice|again|extra|"
    r"packet|pack|box|bottle|strip|overdos\w*|mistake|accident\w*|instead|wrong|handful|how many|"
    r"already|dozen|hundred|\d\d)\b"
)
# Somebody else's, or taken for something else.
TAKEN_IN_ERROR = re.compile(
    rf"\b(?:{BY_MISTAKE}|wrong (?:\w+ )?(?:tablets?|pills?|bottle|box|packet|meds|medicine|ones?)|"
    r"instead of (?:mine|my own|his|hers|their own)|got (?:in)?to (?:the|my|his|her|our)|"
    r"got hold of|got at)\b"
)
A_DOSE_TOO_MANY = re.compile("|".join(rf"(?<!\w)(?:{each})" for each in _DOSE_TOO_MANY))
# More than eight a day is too many of what has paracetamol in it, on however many days.
TOO_MANY_A_DAY = re.compile(
    rf"\b(?:(?<!can )(?<!could )(?<!should )(?<!may )i take|i 'm on|takes|taking|took|taken|had|"
    rf"having|been on) (?:about |around |up to |at least |like )?{_MANY} {_UNIT}(?:\w+ )?"
    r"(?:paracetamol|panadol|co ?codamol)s? (?:\w+ )?(?:a|per|each|every) day\b"
)
AT_ONE_TIME = re.compile(rf"\b(?:{_AT_ONCE}|{_MISTAKE})\b")
STRONG_ONE = re.compile(rf"\b(?:{_STRONG}|patch(?:es)?)\b")
ABOUT_A_MEDICINE = re.compile(rf"\b(?:{_DRUG}|doses?|overdos\w*|od|od'd|patch(?:es)?)\b")
ON_PURPOSE = re.compile(
    r"\b(?:on purpose|deliberate\w*|kill\w*|die|dead|suicid\w*|end (?:it|my|her|his)|not want to "
    r"(?:live|be|wake)|self harm|hurt (?:my|him|her)self|better off|cut|goodbye|had enough|"
    r"sorry (?:everyone|to))\b"
)
WAS_AN_ACCIDENT = re.compile(rf"\b(?:{_MISTAKE})\b|\b{_CHILD}\b")
# "I took all my tablets as usual", "I don't want to take too many": no wish to die.
NO_WISH = re.compile(
    r"\b(?:(?:as|like) (?:usual|always|normal)|(?:not|rather not|never|avoid|hate|without|against) "
    r"(?:\w+ ){0,3}?(?:take|taking|have|having|swallow\w*) (?:\w+ )?(?:too|so|that|loads|lots))\b"
)
# "If i took too many by mistake", "say i took two extra": nothing was taken.
ONLY_SUPPOSED = re.compile(
    r"(?:\b(?:(?<!know )(?<!sure )(?<!remember )if|suppose|supposing|imagine|unless)|"
    r"(?:^|[,;] |\blet 's )say)(?: \w+){0,3} ?$"
)
# "What if somebody has taken too many": asked of anybody, and not of one who did.
ANYBODY = re.compile(r"\b(?:someone|somebody|anyone|anybody|a person|people|you|patients?)\b")
# Without one of these nobody tells of a dose too many: "2 this morning and 2 at lunch".
EXCESS = re.compile(
    rf"\b(?:{_MISTAKE}|twice|double\w*|extra|wrong|too (?:many|much|soon|close)|both|another|again|"
    rf"more|over|together|at once|in one go|{_SOME}|{_MANY}|two lots|two doses|should|realis\w+)\b"
)
