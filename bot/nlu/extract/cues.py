"""The words that turn a finding round: no, not sure, used to, if, and what only looks like them."""

from __future__ import annotations

from enum import Enum

from bot.nlu.extract.phrases import Phrase, combined, phrases
from bot.nlu.extract.words import word_set


class Cue(Enum):
    """What a cue does to the mentions that it reaches."""

    NO = "no"
    NOTHING_MEANT = "nothing meant"
    UNSURE = "unsure"
    WAS = "was"
    WHAT_IF = "what if"
    BACK_TO_PRESENT = "back to present"


def _read(text: str, cue: Cue) -> dict[Phrase, Cue]:
    return dict.fromkeys(phrases(text), cue)


def _made(cue: Cue, *parts: str) -> dict[Phrase, Cue]:
    return dict.fromkeys(combined(*parts), cue)


# What is said of a sign that stays: "does not go down", "never settles".
_GOES_AWAY = """
    go away, goes away, going away, gone away, go down, goes down, going down, gone down,
    get rid of, shift, shifting, shifted, budge, settle, settles, settled, settling,
    stop, stops, stopped, stopping, ease, eases, eased, easing, clear, clears, cleared, clearing,
    subside, subsides, subsided, improve, improves, improved, improving, heal, healed, healing,
    help, helps, helped, helping, work, works, worked, working, touch, touches, touched, touching,
    relieve, relieves, relieved, reduce, reduced, calm down, let up, lets up, quit, quits,
    come down, come off, fix, fixed, cure, cured, better, getting better, get better, got better,
    get any better, getting any better, got any better, any better
"""
# What nobody has had like this before is there all the more: "never been this swollen".
_AS_BAD_AS = "been so, been this, been as, been more, been such, had such, had it so, had it this,\
    felt such, felt so, felt this, known such, known it so, known it this, seen it so, seen it this"
_COMPLAINT = """
    bother, problem, problems, trouble, troubles, issue, issues, complaint, complaints, drama,
    dramas, hassle, difficulty, difficulties, worries
"""
_ABOUT_IT = "with, from, on, in, at, of, regarding, as regards, bending, when it comes to"
_IF = "if, whether"

# Read before the mention; the longest that fits counts.
BEFORE: dict[Phrase, Cue] = {
    **_read(
        """
        no, not, never, without, neither, nor, none, zero, nil, nae, zilch, nothing, denies,
        denied, denying, free of, free from, clear of, lack of, absence of, absent, devoid of,
        ruled out, rule out, rules out, neg for, no sign of, no signs of,
        no history of, do not think,
        do not believe, did not notice, not noticed, not really, nothing like, negative for,
        can not say i, can not say that i, can not say it, could not say i, can not say there,
        hardly, barely, scarcely, never been told, never told, never diagnosed, rather than,
        instead of, as opposed to, not bothered with, never bothered with, not diagnosed with,
        never diagnosed with, never been diagnosed with, not been diagnosed with,
        nothing wrong with, nothing the matter with, nothing up with,
        so much as, nobody 's, nobody has, no one 's, no one has, nobody in, no one in, none of us
        """,
        Cue.NO,
    ),
    **_made(
        Cue.NO,
        "no, not a, not any, never any, never had, never had any, never a, without",
        _COMPLAINT,
        _ABOUT_IT,
    ),
    **_made(
        Cue.NO, "would not", "say, call, describe", ", it, that, this, it as, that as, it a, it's"
    ),
    **_made(
        Cue.NO,
        "nobody, no one, noone",
        ", has, 's, ever",
        "noticed, seen, told, told me, said, mentioned, found, diagnosed, spotted",
    ),
    **_made(Cue.NOTHING_MEANT, "not, never", _GOES_AWAY),
    **_made(Cue.NOTHING_MEANT, "never, not", _AS_BAD_AS),
    **_made(
        Cue.NOTHING_MEANT,
        "worried about, worry about, concerned about, scared of, scared about",
        "the, my, this, these, his, her",
    ),
    **_made(Cue.NOTHING_MEANT, "thinks, reckons, says", "i, he, she", "should, need, needs, must"),
    **_read(
        """
        not only, not just, not to mention, no wonder, no doubt, no matter, no warning,
        without warning, without any warning, no idea why, no idea what, no idea how,
        do not know why, do not know what, do not know how, not know why, not know what,
        not sure why, not sure what, not sure how, not sure what's, do not know what's,
        no relief, no change, no joke, no better, no luck, no fun, no sleep, no use, no help,
        no good, no difference, no improvement, no let up, no end of, no shortage of,
        no stranger to, no one spot, no one place, no one point, no single spot, no single place,
        no single point, no exact spot, no exact place, no exact point, not one spot, not one place,
        not one point,
        no lie, no kidding, no exaggeration, no surprise, no reason, no explanation, no rest,
        no change in, no letting up, not lying, not joking, not exaggerating, not going to lie,
        do not like, does not like, did not like, not stand, not deal with, not cope with,
        not sleep, not wait, not believe,
        not bothered, not mind, not want, not need, not deny, not ignore, not hide, not half,
        not without, never without, never not, not be more, not be any, nothing to do with,
        not been able, not so bad,
        not too bad, not as bad, no more than, not normal, not right, not good, not long, not well,
        not all the time, not always, not constantly, not every time,
        not matter, not matter what, not every day, not until,
        not usually, not often, not that bad, not to be dramatic, not to worry, not going anywhere,
        hardly slept, hardly sleep, barely slept, barely sleep, no fan of, not help but,
        worried because, scared because, nothing but, without it, without them, without my,
        without tablets, without painkillers, without help, without moving, without changing,
        without trying, without meaning, without thinking, without knowing, without noticing
        """,
        Cue.NOTHING_MEANT,
    ),
    **_read(
        """
        not sure, unsure, not certain, might, maybe, possibly, perhaps, could be, could have,
        do not know, not know, no idea, no clue, can not tell, not tell, can not say, could not say,
        can not swear, could not swear, can not decide, not decide, can not be sure, not be certain,
        hard to say, hard to tell, hard to know, difficult to say, difficult to tell,
        impossible to say, impossible to tell, tricky to say, tricky to tell,
        wonder, wonders, wondering, worried, worry,
        wondered, wondered about, toyed with, floated, mooted, possibility of,
        afraid, scared, fear, concerned, suspect, suspects, suspected, suspecting, suspicion of,
        not convinced, not clear if, unclear if, unclear whether, not much, possible, not so much,
        think it might, think maybe, thought it was, thought i had, thought there was,
        somebody said, someone said, people say, people said, thinks, reckons, query, query a,
        in two minds, rarely, seldom, hardly ever, barely ever, scarcely ever, almost never,
        what counts as, not know what counts as, not sure what counts as, what is meant by,
        do not know what counts as, is that what you call, is it what you call
        """,
        Cue.UNSURE,
    ),
    **_made(
        Cue.UNSURE,
        "not",
        "remember, recall, know, notice, see, say, tell, make out, work out, figure out, judge",
        _IF,
    ),
    **_read(
        """
        used to, stopped, quit, previously, formerly, gave up, given up, got over, recovered from
        """,
        Cue.WAS,
    ),
    **_read(
        """
        what if, meaning of, definition of, in case, if it were, were to, would,
        in the event of, risk of, avoid, prevent,
        so it does not, is it possible, rather not, watch for, watch out for, look out for,
        scared of getting, worried about getting, afraid of getting, you put, you wrote, you noted,
        you listed, you recorded, you have put, you 've put, you have written, you 've written,
        you have noted, you 've noted, you have me down, you 've got me down, you got me down
        """,
        Cue.WHAT_IF,
    ),
    **_read(
        """
        apart from, aside from, except, except for, other than, besides, just, only, still, does,
        though, more like, more of a, more of an
        """,
        Cue.BACK_TO_PRESENT,
    ),
}

# The reach of a "no" ends here, unless it is a trigger that is denied ("no pain when i run").
NO_ENDS = word_set("when whenever if while until unless after with since as")

# What "nothing" does to a sign, rather than deny it: "nothing helps the swelling".
EFFECTS = word_set(
    """
    help helps helped helping work works worked working touch touches touched touching ease eases
    eased easing relieve relieves relieved shift shifts shifted stop stops stopped settle settles
    settled make makes made take takes took takes brings brought cure cures cured fix fixes fixed
    reduce reduces reduced seems seem sets set i we he she for can will would could do left
    better prevents improves improved budges gets get major serious special dramatic bad big crazy
    else
    """
)
# "can hardly walk" denies nothing.
ABILITY = word_set("can could able will would managed manage")
# A "can not" that tells what is found reaches on: "can't feel any swelling or heat".
PERCEIVE = word_set(
    "feel see say notice find detect claim report recall remember complain have tell think hear"
)
# "not a day goes by that it does not lock": two make a yes.
TIMES = word_set("day days night nights morning mornings hour minute week step steps time moment")
# "in may" is a month.
BEFORE_MONTH = word_set("in since last of this early late mid until till by from next during end")

# Read after the mention.
GONE = phrases(
    """
    went away, gone away, go away, gone now, has gone, have gone, all gone, is gone, long gone,
    went down, gone down, settled, settled down, cleared, cleared up, clear up, disappeared,
    vanished, resolved, healed, wore off, worn off, in the past, at first, initially, better now,
    all better, better since, fine since, fine again, strong again, normal again, all back,
    back to normal, back to its, back to usual, behind me, over that, over it now, that stopped,
    it stopped, they stopped, stopped on, stopped after, stopped weeks, stopped months,
    stopped years, stopped when, stopped since, not had it since, eased off, calmed down,
    to begin with, to start with, years ago,
    ages ago, went off, last year, as a kid, as a child, when i was, not since, never since,
    none since, nothing since, never again, no trouble since, fine now, all fine, sorted now,
    sorted it, sorted that, fixed it, fixed that, left months ago, left weeks ago, left years ago,
    's passed, has passed, it passed, faded, warmed up, shrank, shrunk away, not come back,
    not happened since, not been back, quiet since, quiet for, fine next day, normal since,
    feeling came back, feeling 's come back, feeling is back, right as rain, good as new,
    all settled,
    all healed, sealed up, back to walking
    """
)
GOES_ON_WELL = word_set(
    """
    back fine all gone cleared healed sorted better long stopped these over none never nothing
    then settled until faded warmed shrank shrunk sealed feeling right quiet normal antibiotics they
    """
)
NO_LONGER = phrases(
    """
    not any more, no longer, no more, not now, not lately, not at the moment, not these days,
    not currently, not nowadays, not recently, not done it once, not done it since
    """
)
BACK = word_set("back again returned returning return returns")
UNSURE_AFTER = word_set("maybe possibly perhaps")
DOUBTED = phrases(
    """
    not sure, not certain, not entirely sure, not 100 % sure, hard to tell, hard to say, if any,
    difficult to tell, difficult to say, impossible to tell, impossible to say, tricky to tell,
    tricky to say,
    if at all, can not tell, can not say, could not say, could not tell, could not swear,
    can not swear, can not be sure, can not be certain, never sure, never certain, can not decide,
    who knows, no clue, no idea, do not know,
    not confirmed, not convinced, not been confirmed, never been measured, not paid attention,
    or maybe, or just,
    or possibly, or perhaps, or something, not quite the word, not the right word, not the word,
    or am i, or is that, or is it, or imagining
    """
)
# These end what they doubt: "there was a pop i think".
DOUBTED_AT_END = phrases("i think, i suppose, i guess, i reckon, i believe, think so, i think so")
NOT_A_DOUBT = word_set("why what how when where who which about if whether that until till")
HEDGES = word_set(
    """
    think kind sort bit little slightly suppose guess maybe possibly seems seem looks touch or
    """
)
# With a hedge before it: "think i hear a creak but it could be the chair".
COULD_BE = combined("could, may, might", "be, just be, only be, have, have just")
ANSWERED_NO = word_set(
    "no none nope nah naw nay nee nein nej nil nada zilch zero nowt negative absent never"
)
ANSWERED_YES = word_set("yes yeah yep yup ya ja aye si definitely absolutely")
NOT_AT_ALL = phrases(
    """
    not on your, not at all, not a bit, not a thing, not a chance, not likely, not one, not any,
    not me, not that i, not that he, not that she, not that we, not had,
    not a sausage, not a jot, not ever, not really, no chance, no way, no fear,
    no drama, no bother, no problem, no problems, no trouble, no issue, no issues, no worries
    """
)
AFTER_ANSWER = word_set(
    "at all mate man sir ma'am thanks thank god really none never whatsoever not no so far pal doc "
    "either nope nah"
)

# A trigger that eases the pain is none.
EASES_BEFORE = phrases(
    """
    better when, better with, better after, better if, better on, better for, better by,
    fine when, fine with, fine on, fine if, fine for, ok when, ok with, ok on, ok if, okay when,
    okay with, okay on, alright when, good when, eased by, relieved by, helped by, easier when,
    right as rain in, right as rain by, gone in, gone by, grand in, perfect in,
    easier after, easier with, easier on, easier by, comfier on, comfortable on,
    kinder on, eases when, eases with, eases after, goes away when,
    goes away with, goes away after, goes off when, stops when, comfortable when, happy when,
    painless when, improves with, improves when, settles with, settles when, able to,
    want to be able to, get back to, goes quiet, quiet when, quiet at, quiet in, fine at, fine in,
    better at, better in, ok at, ok in, eases at, eases in, easier at, easier in, settles at,
    settles in, calm at, calms down when, forget it when, forget about it when
    """
)
EASES_AFTER = phrases(
    """
    is fine, are fine, is ok, are ok, is okay, are okay, 's fine, 's ok, is good, is alright,
    fine, no problem, no problems, helps, help, eases, eases it, relieves, does not hurt,
    do not hurt, does not bother, do not bother, not a problem, not an issue, is not too bad,
    is not bad, seems fine, feels fine, feels ok, feels better, makes it better, is better,
    and everything just fine, not affected, does not affect, is no problem, is no bother
    """
)


def cue_words() -> frozenset[str]:
    """Return the words of all cues: none of them is a misspelling of another."""
    told = (
        *BEFORE,
        *GONE,
        *NO_LONGER,
        *DOUBTED,
        *DOUBTED_AT_END,
        *NOT_AT_ALL,
        *EASES_BEFORE,
    )
    single = (EFFECTS, PERCEIVE, GOES_ON_WELL, ANSWERED_NO, ANSWERED_YES, AFTER_ANSWER, HEDGES)
    return frozenset(word for each in (*told, *single) for word in each)
