"""The words that turn a finding round: no, not sure, used to, if, and what only looks like them."""

from __future__ import annotations

from enum import Enum

from bot.nlu.extract.words import word_set


class Cue(Enum):
    """What a cue does to the mentions that it reaches."""

    NO = "no"
    NOTHING_MEANT = "nothing meant"
    UNSURE = "unsure"
    WAS = "was"
    WHAT_IF = "what if"
    BACK_TO_PRESENT = "back to present"


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a text, which commas part, as words."""
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


def _read(text: str, cue: Cue) -> dict[tuple[str, ...], Cue]:
    return dict.fromkeys(_phrases(text), cue)


# Read before the mention; the longest that fits counts.
BEFORE: dict[tuple[str, ...], Cue] = {
    **_read(
        """
        no, not, never, without, neither, nor, none, zero, denies, denied, free of, lack of,
        ruled out, rule out, no sign of, no signs of, no problem with, no problems with,
        no trouble with, no issue with, no issues with, no history of, do not think,
        do not believe, did not notice, not noticed, not really, nothing like, negative for
        """,
        Cue.NO,
    ),
    **_read(
        """
        not only, not just, not to mention, no wonder, no doubt, no matter, no warning,
        without warning, without any warning, no idea why, no idea what, no idea how,
        do not know why, do not know what, do not know how, not know why, not know what,
        not sure why, not sure what, not sure how, not sure what's, do not know what's,
        no relief, no change, no joke, no better, no luck, no fun, no sleep, no use, no help,
        no good, no difference, no improvement, no let up, not help, not helped, not helping,
        not better, not getting better, not get better, not got better, not get any better,
        not getting any better, not improving, not improved, not settle, not settled,
        not settling, not stop, not stopped, not stopping, not go away, not going away,
        not gone away, not gone down, not go down, not going down, not get rid of, not shift,
        not like, not stand, not deal with, not cope with, not sleep, not wait, not believe,
        not work, not worked, not bothered, not mind, not want, not need, not deny,
        not been able, not so bad, not too bad, not as bad, no more than, not normal, not right,
        not good, not long, not well, not all the time, not always, not constantly,
        not every time, not every day, not until, not usually, not often, not that bad
        """,
        Cue.NOTHING_MEANT,
    ),
    **_read(
        """
        not sure, unsure, not certain, might, maybe, possibly, perhaps, could be, could have,
        do not know, not know, no idea, can not tell, not tell, hard to say, hard to tell,
        hard to know, wonder, wondering, worried, worry, afraid, scared, fear, concerned,
        suspect, suspected, not convinced, hardly any, barely any, not much, possible,
        think it might
        """,
        Cue.UNSURE,
    ),
    **_read(
        """
        used to, stopped, quit, previously
        """,
        Cue.WAS,
    ),
    **_read(
        """
        what if, meaning of, definition of, in case, if it were, were to, would,
        in the event of, risk of, avoid, prevent,
        so it does not, is it possible
        """,
        Cue.WHAT_IF,
    ),
    **_read(
        """
        apart from, except, except for, other than, besides, just, only, still, does, though
        """,
        Cue.BACK_TO_PRESENT,
    ),
}

# The reach of a "no" ends here, unless it is a trigger that is denied ("no pain when i run").
NO_ENDS = word_set("when whenever if while until unless after with since as")

# Read after the mention.
GONE = _phrases(
    """
    went away, gone away, go away, gone now, has gone, have gone, all gone, is gone, went down,
    gone down, settled, settled down, cleared up, clear up, disappeared, resolved, in the past,
    at first, initially, better now, eased off, calmed down, to begin with, to start with,
    years ago, went off, last year, as a kid, as a child, when i was
    """
)
NO_LONGER = _phrases(
    """
    not any more, no longer, no more, not now, not lately, not at the moment, not these days,
    not currently, not nowadays, not recently
    """
)
BACK = word_set("back again returned returning return returns")
UNSURE_AFTER = word_set("maybe possibly perhaps")
ANSWERED_NO = word_set("no none nope nah negative absent never")
ANSWERED_YES = word_set("yes yeah yep yup definitely")

# A trigger that eases the pain is none.
EASES_BEFORE = _phrases(
    """
    better when, better with, better after, better if, better on, better for, better by,
    fine when, fine with, fine on, fine if, fine for, ok when, ok with, ok on, ok if, okay when,
    okay with, okay on, alright when, good when, eased by, relieved by, helped by, easier when,
    easier after, easier with, eases when, eases with, eases after, goes away when,
    goes away with, goes away after, goes off when, stops when, comfortable when, happy when,
    painless when, improves with, improves when, settles with, settles when, able to,
    want to be able to, get back to
    """
)
EASES_AFTER = _phrases(
    """
    is fine, are fine, is ok, are ok, is okay, are okay, 's fine, 's ok, is good, is alright,
    fine, no problem, no problems, helps, help, eases, eases it, relieves, does not hurt,
    do not hurt, does not bother, do not bother, not a problem, not an issue, is not too bad,
    is not bad, seems fine, feels fine, feels ok, feels better, makes it better, is better,
    and everything just fine, not affected, does not affect, is no problem, is no bother
    """
)
