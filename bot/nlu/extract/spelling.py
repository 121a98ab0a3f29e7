"""Misspelt words mended against Patella's own words, never a real word into a symptom.

A general dictionary makes lay medical text worse ("groyn" becomes "grown"), so a word is only
ever mended into one of the vocabulary, and only a word that nobody knows. What is a real word is
asked of the encoder's own vocabulary, some twenty thousand of the commonest: what it knows whole,
or with an ending, is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.nlu.extract.cues import cue_words
from bot.nlu.extract.medicines import medicine_words
from bot.nlu.extract.stems import stem
from bot.nlu.extract.tokens import PASSED_OVER, Token, tokenise
from bot.nlu.extract.well import well_words
from knowledge.other_languages import load_languages
from knowledge.search.settings import encoder_folder
from knowledge.vocabulary import load_vocabulary

SHORTEST, LONGEST = 4, 20
_SHORT_WORD = 5
# Letters that an ending doubles: "hopping"; "wrenchhed" is a slip of the keys.
_DOUBLED = frozenset("bdfgklmnprstvz")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "y", "er", "ier", "iest", "est", "ness", "ish")

# Words of the extractors that stand in no vocabulary phrase.
_OWN_WORDS = """
    left right both week weeks month months year years days hours fortnight yesterday today since
    couple about between knee knees hip hips thigh surgery swelling swollen worse stairs
    running walking sitting kneeling squatting standing started gradually suddenly pain painful
    hurts hurting aching downstairs upstairs outside inside behind nothing never without
    sometimes buckles stepping tuesday wednesday thursday saturday january february august
    september october november december christmas twelve thirteen fifteen three seven eight eleven
    twenty thirty forty
    fifty sixty seventy eighty ninety unbearable agony moderate
"""

# Real words that the encoder spells in pieces, and that lie near a symptom.
_REAL_WORDS = """
    brekkie brekky crimbo chrimbo thurs thur tues weds paddys arvo
    kneads knead kneaded swill swelter stuffy stiffed limpet lamp limpid burp bunt bunk
    numbed numbly click clique clack crunchy fevers groan grown clunky wobble wobbles hippy hippo
    thighs sighs calves shun shiny aches acne pane panes wen stares stair achieve hubby missus
    lol omg btw tbh imo pls plz thx ta cheers hiya howdy hey yep yup nope nah okay physio
    physios scans sprint tingle dangle jingle wiggle giggle burping bumping dumping jumpy lumpy
    grumpy bloke telly loo wee poo nappy jumper trainers kerb tyre lorry crutch crutches spicy
    sticky tricky stocky wacky rusty dusty musty lusty crusty fussy messy sissy silly jelly belly
    golfing surfing jogging hiking biking skiing bowling sewing knitting gardening cooking
    stretchy strappy brace braces bandage bandaged splint insole insoles orthotics yoga pilates
    zumba swum swims swam floats pubs puns puss plus nuns guns runs runny sunny funny bunny
    stingy dingy slinky kinky pinky stinky clingy swingy waking baking raking taking shaking
    unreal overdone overdid gimp gimping
    masking faking caking snaking quaking slapping clapping napping tapping zapping
    sparring spar spars morn mornin summat owt nowt tother whist whilst tonite dinnae couldnae
    cramp cramps commode lino snore snores snoring towbar trod mended sepsis quid flamingo
    clogs tiktok spuds sneeze sneezes sneezed sneezing bursa bead beads twig squishy mow mowing
    mowed taping pouffe trifle stubbed chuffed biro tickle tickles tickled stag shingles scrum ruck
    tine tines noggin bonce sickle
    pram nightie drowsy balm anaesthetic anaesthetist raffle peep panto matron liniment kneepads
    croaky cashew camino brufen bake wheelie tonsils spilt smidge scone scones satay overweight
    mop mops mopping miler girdle clam clams bale wifi smarties shunt sewn sewed ramblers prune
    prunes pruning pecs indecision hamster fret collie urinal supple snug smear skint scooty
    parlour mince loom lettuce latex karaoke hungover helpline foal flask enquire dunt corrie
    budgie bleep beep abba washout walrus triage topple toddles stork specks sopping sodden
    sniffle sleepover sled rinsed revising pooped plinth mussel inseam heifer headset handbag
    grout grouting gents footfall corset clonk cardio brownie brownies wellie welder welders
    warmup walkies wafer tether talc strava stickers sprouts skid scam savlon risers racket
    practise perky pence mite leant knack jello infusion insurer handrail handout groggy gripe
    granola floss fete dram dozing crepe contusion comp cleat chalet chafed carpal caff bungee
    bolster blob barbell bandaid airbag helped cripple prob prolly hehe spinner crossing
    palaver faff rigmarole sair yin oan
    copd gord cpap lyme ehlers statin statins prostrate hernia hernias realign realigned postie
"""

# Stand in the vocabulary only as what something is likened to ("like a beach ball"), and are a slip
# away from what matters: "can't catch my beath".
_COMPARED_WITH = frozenset({"beach"})


# Words of another language that are oftener a slip of the keys.
_SLIPS = frozenset({"knie"})


@dataclass(frozen=True)
class Lexicon:
    """Words to mend into, by first letter, and the words that are right as they stand."""

    targets: dict[str, tuple[str, ...]]
    ours: frozenset[str]
    common: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether a word is right as it stands."""
        if word in self.ours or word in self.common:
            return True
        return any(
            word.endswith(ending)
            # "twistd" is no word, though "twist" is one, and "gradualy" lacks an l.
            and (ending != "d" or word[-2:-1] == "e")
            and (ending != "y" or f"{word[:-1]}ly" not in self.ours)
            and not self._wants_doubling(word[: -len(ending)], ending)
            and self._is_base(word[: -len(ending)])
            for ending in _ENDINGS
        )

    def _wants_doubling(self, base: str, ending: str) -> bool:
        """Whether "sliped" is "slipped" with a letter left out."""
        doubled = f"{base}{base[-1:]}{ending}"
        return base[-1:] in _DOUBLED and (doubled in self.ours or doubled in self.common)

    def _is_base(self, base: str) -> bool:
        forms = [base, base + "e", base[:-1] + "y" if base.endswith("i") else base]
        if len(base) > 3 and base[-1] == base[-2] and base[-1] in _DOUBLED:
            forms.append(base[:-1])
        return len(base) > 2 and any(form in self.ours or form in self.common for form in forms)

    def mend(self, word: str) -> str:
        """Return the one vocabulary word near enough, or the word itself."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or self.knows(word):
            return word
        doubled = _doubled(word)
        if doubled in self.ours:
            return doubled
        most = 1 if len(word) <= _SHORT_WORD else 2
        scored = []
        for target in self.targets.get(word[0], ()):
            if abs(len(target) - len(word)) > most or len(target) < SHORTEST:
                continue
            # Two slips in a short word leave too little of it to go by.
            allowed = min(most, 1 if len(target) <= _SHORT_WORD else 2)
            distance = OSA.distance(word, target, score_cutoff=allowed)
            if distance <= allowed:
                scored.append(
                    (distance, word[-1] != target[-1], abs(len(target) - len(word)), target)
                )
        return min(scored)[3] if scored else word


def _doubled(word: str) -> str:
    """Return the word with the last letter before its ending twice: "sliped", "slipped"."""
    for ending in ("ed", "ing"):
        if word.endswith(ending) and word[: -len(ending)][-1:] in _DOUBLED:
            return f"{word[: -len(ending)]}{word[-len(ending) - 1]}{ending}"
    return word


def mend(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with misspelt vocabulary words put right."""
    return [_mended(token) if token.is_word else token for token in tokens]


def _mended(token: Token) -> Token:
    word = mend_word(token.text)
    return token if word == token.text else Token(word, stem(word), word in PASSED_OVER)


@lru_cache(maxsize=8192)
def mend_word(word: str) -> str:
    """Return a word, put right if it is a misspelt one of the vocabulary; it is remembered."""
    return load_lexicon().mend(word)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the lexicon; without an exported encoder it mends nothing."""
    common = read_common_words(encoder_folder() / "tokenizer.json")
    return build_lexicon(_vocabulary_words(), common)


def build_lexicon(words: Iterable[str], common: frozenset[str]) -> Lexicon:
    """Make a lexicon of the words to mend into and the words to leave alone."""
    ours = frozenset(words)
    targets: dict[str, list[str]] = {}
    for word in sorted(ours) if common else ():
        targets.setdefault(word[0], []).append(word)
    frozen = {letter: tuple(found) for letter, found in targets.items()}
    real = frozenset(_REAL_WORDS.split()) | cue_words() | well_words() | _foreign_words()
    return Lexicon(frozen, ours, common | real)


def _foreign_words() -> frozenset[str]:
    """The common words of other languages: "meine Mutter" tells of no "mine"."""
    return frozenset().union(*(each.common for each in load_languages().values())) - _SLIPS


def read_common_words(path: Path) -> frozenset[str]:
    """Return the whole words of a WordPiece tokenizer file; none when there is no file."""
    if not path.is_file():
        return frozenset()
    pieces = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isascii() and piece.isalpha())


def _vocabulary_words() -> set[str]:
    vocabulary = load_vocabulary()
    words = set(_OWN_WORDS.split()) | medicine_words()
    for term in vocabulary:
        for phrase in (*term.phrases, *term.bare, *term.patterns):
            words |= {token.text for token in tokenise(phrase.lower()) if token.is_word}
    for shared in vocabulary.shared:
        for phrase in (*shared.phrases, *shared.patterns):
            words |= {token.text for token in tokenise(phrase.lower()) if token.is_word}
    return {word for word in words if word.isalpha()} - _COMPARED_WITH
