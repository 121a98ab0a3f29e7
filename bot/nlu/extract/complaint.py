"""Whether words complain of something, say that it is fine, or that it is over."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.assertion import has_phrase
from bot.nlu.extract.cues import EASES_AFTER, GONE, NO_LONGER
from bot.nlu.extract.stems import stem
from bot.nlu.extract.words import word_set


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a text, which commas part, as words."""
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


PAIN = word_set(
    """
    pain pains painful hurt hurts hurting ache aches aching achy sore soreness tender agony ow
    throb throbs throbbing burn burns burning sting stings stabbing sharp dull discomfort kills
    killing worse trouble problem problems issue issues bad bother bothers bothering painfully
    stiff tight uncomfortable niggle niggles niggling twinge cramp radiates radiating spreads
    shoots shooting travels goes starts started feel feels feeling swollen pulled strained
    hurted excruciating unbearable gives symptoms difficult difficulty hard impossible struggle
    struggling murder triggers sets aggravates aggravated flares flare plays playing nightmare
    awful terrible worst can't cannot screams winces grumbles moans dread murder worsens
    worsened especially mainly mostly comes coming kicks
    """
)
# These say by themselves that it hurts; the words above may say something else as well.
_HURTS = frozenset(
    stem(word)
    for word in word_set(
        """
        pain painful paining hurt ache achy sore tender agony ow oww ouch oof throb burn sting stab
        stabby sharp discomfort kill excruciating unbearable murder torture penance torment misery
        hell hellish raw nag niggle twinge cramp nip smart pinch jab gyp jip loup gnaw shoot
        scream roar yelp wince grumble moan desperate brutal dreadful horrible horrid rotten
        atrocious wicked vicious awful terrible sair toothache throbbing pounding soreness painfully
        """
    )
)
_COMPLAINS = _HURTS | frozenset(
    stem(word)
    for word in word_set(
        """
        killer wreck ruin destroy cripple sting grab catch seize flare flaring aggravate
        provoke trigger worsen worser cry crying banjaxed knackered suffer complain crap gammy
        dodgy bung buggered hate drama disagreeable dicky trouble culprit enemy impossible
        struggle battle ordeal punish jar unpleasant rough pounding ugh urgh grim cranky yell
        shout protest rebel misbehave grumpy crabby
        """
    )
)
_COMPLAINT_PHRASES = phrases(
    """
    in bits, in ribbons, in pieces, in tears, at me, gets me, get me, gets it, got me, gets to
    me, does it, do it, does me in, do me in, does it in, does for it, do my head in, does my
    head in, bests me, lets me know, let me know about it, know all about it, knows about it,
    know about it, sets it, set it, sets off, set off, brings it, bring it, brings on, bring
    on, makes it, make it, starts it, feel it, pay for it, on fire, acts up, plays up, playing
    up, starts up, gets into it, gets in there, did it no, no fun, no joke, giving out, gives
    me, giving me, a performance, a palaver, a mission, a pantomime, a rigmarole, barely able,
    hardly able, barely do, hardly do, barely manage, hardly manage, more when, more if,
    gets in them, gets into them, gets in my, gets into my, gets into the, to get going,
    to unbend, to loosen, to thaw, to unfold, to uncurl,
    stairs on my bottom, stairs on her bottom, stairs on his bottom, stairs on my bum,
    stairs on her bum, stairs on his bum,
    stairs backwards, stairs sideways, stairs one at a time, stairs one step,
    leg pulling, thigh pulling, hip pulling, knee pulling, calf pulling, groin pulling,
    buttock pulling, hamstring pulling, pulling feeling, pulling sensation, pulling pain,
    out of 10, no go, no goer, out of the question, no chance, nae chance, not
    happening, done for, packing in, at its worst, beyond me, asking for it, regret it,
    nights are long, long nights, become more, becomes more, becoming more, gets more, is more,
    more pain, increases,
    increasing, it begins, it starts, pain starts, pain begins, the devil, a devil, the very
    devil, a demon, a curse, no friend
    """
)
# What is fine is neither a place of the pain nor what sets it off.
_FINE_AFTER = (
    *EASES_AFTER,
    *phrases(
        """
        is grand, are grand, 's grand, is perfect, feel perfect, feels perfect, feel fine,
        feel ok, ok, okay, painless, pain free, no bother, 's no bother, no trouble, no issue,
        no issues, no pain, no drama, without pain, without any pain, without trouble, without
        any trouble, without bother, without a problem, never hurts, never hurt, never
        bothers, never sets, not bothering, not hurting, not sore, not the problem, not the
        issue, 's no worse, is no worse, makes no difference, does not matter, hurts less, is bliss,
        are bliss, 's bliss, a doddle, a breeze, a dream, no hassle, no grief
        """
    ),
)
_FINE_ALONE = frozenset(
    phrase
    for phrase in _FINE_AFTER
    if phrase[0] in ("no", "fine", "ok", "okay", "painless", "without", "never", "not", "pain")
)
_OVER = (
    *NO_LONGER,
    *(phrase for phrase in GONE if phrase not in (("at", "first"), ("initially",))),
    *phrases(
        """
        not any more, not since, no trouble since, no bother since, fine since, over that,
        over it now, 's behind me, sorted now, all sorted, 's sorted, healed fine, healed up,
        fixed that, fixed it, fine now, ok now, grand now, now i can do, then fine, used to be
        bad, used to hurt, used to be sore
        """
    ),
)
_DOES = frozenset({"does", "do", "doing", "did"})
_MINE = frozenset({"my", "his", "her", "the", "our", "their", "me"})
# Words that add nothing to "… doesn't hurt": "doesn't even hurt though".
_ADDS_NOTHING = frozenset(
    [
        "even",
        "though",
        "tho",
        "really",
        "at",
        "all",
        "much",
        "me",
        "it",
        "does",
        "do",
        "is",
        "'s",
        "lol",
        "but",
        "that",
        "actually",
        "so",
    ]
)
_NO_PAIN = frozenset([("not", "hurt"), ("not", "painful"), ("not", "sore"), ("not", "bad")])
_SIGNS = frozenset(".!?;()")
_NEAR = 6


def complains(words: Sequence[str]) -> bool:
    """Whether pain or trouble is spoken of, in whatever words."""
    if PAIN & set(words) or any(stem(word) in _COMPLAINS for word in words):
        return True
    return has_phrase(words, _COMPLAINT_PHRASES) or _does_it_in(words)


def _does_it_in(words: Sequence[str]) -> bool:
    """Whether something "does my left knee in"."""
    return any(
        word in _DOES
        and words[place + 1 : place + 2]
        and words[place + 1] in _MINE
        and "in" in words[place + 3 : place + 5]
        for place, word in enumerate(words)
    )


def hurts(words: Sequence[str]) -> bool:
    """Whether the words say by themselves that it hurts."""
    return any(stem(word) in _HURTS for word in words)


def is_fine(after: Sequence[str]) -> bool:
    """Whether what follows says that what was named is fine: "… is grand", "…, no bother"."""
    near = _to_sign(after)
    if "," not in near:
        return has_phrase(near[:_NEAR], _FINE_AFTER)
    comma = near.index(",")
    told = near[comma + 1 :]
    told = told[: told.index(",")] if "," in told else told
    rest = tuple(word for word in told if word not in _ADDS_NOTHING)
    return (
        has_phrase(near[:comma][:_NEAR], _FINE_AFTER)
        or tuple(told) in _FINE_ALONE
        or rest in _NO_PAIN
    )


def is_over(after: Sequence[str]) -> bool:
    """Whether what follows says that it is past: "… used to hurt", "…, sorted now"."""
    near = _to_sign(after)
    return has_phrase(near, _OVER) and not {"again", "back"} & set(near)


def _to_sign(words: Sequence[str]) -> Sequence[str]:
    end = next((place for place, word in enumerate(words) if word in _SIGNS), len(words))
    return words[:end]
