"""How people say a finding without its textbook word, and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import understand

SAID = """
breathless | i get winded climbing one flight
breathless | she is gulping for air
chest_pain | there is a heavy weight on my chest
chest_pain | a sharp pain when i take a breath in
coughing_blood | there were red specks in my phlegm
stroke_signs | one cheek and her mouth are drooping
stroke_signs | he is not able to lift his left arm
severe_allergy | my lips have ballooned since that tablet
severe_allergy | my tongue feels huge
heavy_bleeding | the third towel is soaked
heavy_bleeding | blood is squirting out of the cut
self_harm | everybody would be happier without me
self_harm | i have been thinking about driving off a bridge
wound_leak | the scar has been dribbling since lunch
wound_leak | a yellow liquid comes from the stitches
shivering_unwell | my teeth are chattering in bed
shivering_unwell | i feel like i have the flu
lump | there is something like a marble under the skin
lump | a hard swelling above my knee
constant_pain | the pain never quits
constant_pain | it hurts whether i move or not
morning_stiffness_long | i am rigid until about eleven
morning_stiffness_long | it takes me 45 minutes to limber up
many_joints | my wrists and both knees are puffy
many_joints | my knuckles are swollen
back_pain | my back is killing me
back_pain | there is an ache across my lower back
collapse | she has keeled over
collapse | i can't rouse him
trouble_with_socks | i can't get my stockings on
trouble_with_socks | tying my laces is a battle with my socks
pregnant | i am six months along
open_wound | there is a deep cut across my shin
open_wound | a dog bit me above the knee
stiffness | my hip is slow to get going after a sit down
stiffness | the knee could do with wd 40 for the first few steps
stiffness | it takes a moment or two of hobbling before the hip moves
stiffness | after a rest the joint rusts
stiffness | he needs two minutes to unkink
locking | now and again it hooks half way and i rock it free
locking | the knee blocks and has to be kicked loose
locking | it goes stuck when i turn over
giving_way | the leg refuses to carry her at times
giving_way | my knee would not hold on the kerb
giving_way | it fails me on slopes
giving_way | the knee let go under me in the shop
giving_way | the leg runs away from under him
weakness | there is no great power in that leg
weakness | the thigh has lost its muscle
weakness | half of the strength in my leg is gone
numbness | a strip down the thigh is dead to the touch
numbness | there is a patch without any feeling on my shin
limp | she walks like a penguin
limp | he sways from side to side when he walks
limp | the nurse calls it an antalgic gait
weight_loss | i have lost flesh since easter
trouble_with_socks | i can't do my own socks any more
bladder_bowel_trouble | the pee will not come out
bladder_bowel_trouble | no feeling down there and cant pee
bladder_bowel_trouble | i can not feel the seat or when i need to go
cannot_bend_knee | no swelling and it won't bend
fresh_fracture | her hip probably broken
fresh_fracture | the medic thinks the femur is broken
self_harm | i took them all, i wanted to be done with it all
self_harm | i have thought about jumping in the river
night_pain | i lie awake with a throb in the hip
"""

NOT_SAID = """
chest_pain | i bring my knee to my chest
coughing_blood | i cough a lot but it is clear
stroke_signs | her face dropped when she saw the bill
heavy_bleeding | we have no good blood flow on the ward
self_harm | i have overdone it in the garden
lump | there was a lump in my throat
lump | it hurts when i kneel at mass
lump | my leg is like a lump of wood
shivering_unwell | the pain is unreal
constant_pain | it won't stop bleeding
many_joints | the skin round the joint is red
many_joints | my other joints are fine
back_pain | pain in the back of my knee
open_wound | a mosquito bite on my knee
pregnant | there was a pregnant pause
stiffness | i rub oil on my knee at night
stiffness | it took ages before the bus moved
locking | the fence blocks the path
giving_way | words fail me
giving_way | the kneecap folds of skin itch
weakness | the phone has half its battery
limp | i walk the dog by the duck pond
lump | he drives fast over speed bumps
fresh_fracture | the doctor thinks my chair is broken
self_harm | i want it to stop hurting
bladder_bowel_trouble | no pain when i pee
bladder_bowel_trouble | the water will not come out of the tap
"""

QUALITIES = [
    ("it is just sore", []),
    ("a dull ache", ["aching", "dull"]),
    ("not sharp, more of a dull throb", ["dull", "throbbing"]),
    ("i lost twenty pounds and my knee hurts", []),
    ("i had a jab in the knee", []),
    ("it is like a knife going in", ["stabbing"]),
    ("the pain is hard to put into words", ["vague"]),
    ("my knee hurts since i was stung by a bee", []),
    ("it beats with my heart", ["throbbing"]),
    ("no one spot, dull", ["dull"]),
    ("she is hopeless at describing the pain", ["vague"]),
    ("i eat beans and pulses", []),
]


def rows(table: str) -> list[tuple[str, str]]:
    """Return the rows "value | text" of a table."""
    pairs = (line.split(" | ") for line in table.strip().splitlines())
    return [(value, text) for value, text in pairs]


@pytest.mark.parametrize(("value", "text"), rows(SAID))
def test_it_is_found(value: str, text: str) -> None:
    assert value in understand(text)["present"]


@pytest.mark.parametrize(("value", "text"), rows(NOT_SAID))
def test_it_only_sounds_so(value: str, text: str) -> None:
    assert value not in understand(text)["present"]


@pytest.mark.parametrize(("text", "qualities"), QUALITIES)
def test_qualities(text: str, qualities: list[str]) -> None:
    assert sorted(understand(text).get("quality", [])) == qualities
