"""What hushes a sign judges its own sentence: a sign of now is heard beside it."""

import pytest

from bot.nlu.extract.normalise import normalise
from bot.nlu.reading import read_message
from knowledge.red_flags import screen


def flag_of(text: str) -> str | None:
    hit = screen(*read_message(text))
    return hit.id if hit else None


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        # A time long ago is that of the sign, and not of what is told beside it.
        ("took 30 tablets left over from 2019", "overdose"),
        ("Hit head on bath, had stroke years ago, on warfarin", "head_injury"),
        ("Hit my head, bad concussion as a teenager as well", "knock_to_the_head"),
        ("Hit my head falling off my bike, broke a hip in 2015", "knock_to_the_head"),
        ("face swelling after naproxen. Had eczema as a kid", "severe_allergy"),
        ("My leg is bent at a funny angle, broke it in 2004", "dislocation_or_tendon"),
        ("My hip came out of its socket, replaced years ago", "dislocation_or_tendon"),
        ("bleeding heavily on warfarin, stents fitted years ago", "heavy_bleeding"),
        ("years ago I could run, yesterday I hit my head and vomited", "knock_to_the_head"),
        ("My nan who broke her hip in 2010 fell and can't get up", "cannot_stand"),
        # Not to stand is no dislike where somebody fell or the leg is named.
        ("Fell last night. Can't stand this. Leg useless.", "knee_fracture"),
        ("I can't stand when I try, fell down the stairs", "knee_fracture"),
        ("Can't stand having fallen off the roof", "knee_fracture"),
        ("I can't stand being on my feet", "cannot_stand"),
        # Nor is no weight put on by a slim woman who fell.
        ("I can't put weight on. Diet going fine", "cannot_stand"),
        ("can't put weight on, slim woman of 80, fell", "hip_fracture"),
        # An animal is told of, and somebody.
        ("pup was under his feet and he collapsed", "collapse"),
        ("Dog has been quiet since he collapsed", "collapse"),
        ("my cat was under mum's feet, she fell and can't get up", "hip_fracture"),
        # Figures of speech, in which each word may be meant.
        ("Bleeding heart won't stop, knee split open", "heavy_bleeding"),
        ("walk short distances, foot pointing out", "leg_changed"),
        ("dancing to music knee swelled up in an hour", "fast_swelling"),
        ("He passed out of nowhere", "collapse"),
        # What could be lifted last week, and what the other leg can.
        ("slr fine last week, now cannot lift it", "extensor_injury"),
        ("extends fine but can't lift it straight off the bed since landing", "extensor_injury"),
        ("overweight, out of breath climbing stairs, just had my hip done", "chest_or_breath"),
        # Fell short of a chair, and not of a target.
        ("I'm 82, fell short of the chair, hip pain", "fall_and_hip_pain"),
        # Somebody collapsed, and no leg did.
        ("I collapsed", "collapse"),
        ("I just collapsed", "collapse"),
        ("the horse kicked me and I collapsed", "collapse"),
        ("Dad just collapsed in his armchair", "collapse"),
        ("after my hip replacement I collapsed", "collapse"),
        ("it all went dark and he collapsed", "collapse"),
        ("knee popped last week, today I collapsed", "collapse"),
        # Scots.
        ("A wasnae wearing a helmet and hit ma heid", "knock_to_the_head"),
        ("A didnae fa but ma knee is rid hot", "hot_joint"),
        ("It isnae sore and a cannae breathe richt", "chest_or_breath"),
        ("leg is short and turnt oot", "leg_changed"),
    ],
)
def test_it_is_raised(text: str, flag: str) -> None:
    assert flag_of(text) == flag


@pytest.mark.parametrize(
    "text",
    [
        "Twenty years ago I hit my head on a wall",
        "I can't stand queues",
        "I can't stand queues, hip sore",
        "had a fit years ago, knee sore since yesterday",
        "in 2015 I had a seizure, knee hurts today",
        "I can't stand people, my hip hurts",
        "I'm skinny and can't put weight on no matter what I eat",
        "my dog collapsed, I am fine, knee sore",
        "I fell short of my target, hip stiff, 80",
        "my leg gave way and I collapsed",
        "I collapsed into a chair",
        "we collapsed laughing",
        "she collapsed in tears",
        "I collapsed on the sofa",
        "my knee was sore and I collapsed it",
        "nearly collapsed yesterday, knee sore",
        "I collapsed 10 years ago, knee sore now",
        "she never collapsed",
    ],
)
def test_nothing_is_raised(text: str) -> None:
    assert flag_of(text) is None


@pytest.mark.parametrize(
    "text",
    ["my knee buckled and I collapsed", "he collapsed when his knee gave way", "my knee collapsed"],
)
def test_nobody_collapsed(text: str) -> None:
    assert "collapse" not in read_message(text)[0]["present"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("get rid of the pain", "get rid of the pain"),
        ("my knee is rid hot", "my knee is red hot"),
        ("banged ma heid", "banged my head"),
        ("ma left knee", "my left knee"),
        ("it isnae sore", "it is not sore"),
        ("it winnae bend", "it will not bend"),
        ("my dad has an ma in french", "my dad has an ma in french"),
    ],
)
def test_scots_is_spelt_out(text: str, plain: str) -> None:
    assert normalise(text) == plain
