"""History as people tell it, by amounts, years and what was done; and what only sounds so."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.extract.understanding import read_text, understand

TODAY = date(2026, 11, 20)

SAID = """
training_increase | I was swimming 20 laps and cranked it up to 60
training_increase | went from running twice a week to five times
training_increase | my cycling is at 150 km a week now, up from 80
training_increase | six dance classes a week now, it was two
training_increase | the trainer put me up to 40. I swim lengths at the baths
training_increase | never ran further than 5k and now I do 15
training_increase | tripled my weekly mileage
training_increase | I have ramped up the swim and the bike
training_increase | she joined a hockey team last month
training_increase | I took up karate this autumn
training_increase | Started bouldering a few weeks ago, new to it
training_increase | first rugby training in ages after a year out
runner | I jog six mornings a week
runner | he runs 8 km most evenings
runner | I ran 5 miles every lunch hour
runner | she jogs to work daily
desk_job | sat at a screen ten hours a day
desk_job | I'm behind the till all day in my chair
desk_job | sat in the digger from morning till night
desk_job | glued to my desk
desk_job | I sit in a cab eleven hours
previous_hip_injury | wrecked my hip on a motorbike in '87
previous_hip_injury | the hip got smashed in a barn, 1991
previous_hip_injury | I cracked the hip as a girl
previous_hip_injury | had a bad fall on that hip in the navy
previous_knee_injury | sprained my knee in the army
previous_knee_injury | left knee is sore. Busted it skiing when I was 22
previous_knee_injury | tore the ligaments in 1994
hip_surgery | I broke my hip at 40 and they put nails in
hip_surgery | my hip was operated on when I was small
hip_surgery | had a scope done on the right hip
hip_surgery | the joint was bad so they washed out my hip
hip_surgery | osteotomy of the hip as a child
hip_surgery | smashed the hip and had it pinned and plated
hip_surgery | the socket was rebuilt
hip_surgery | I smashed the hip as a boy and was operated
knee_surgery | that knee was operated in 2011
knee_surgery | had keyhole on my knee
leg_length_difference | my left leg came out half an inch short
leg_length_difference | I have a lift in my shoe
leg_length_difference | wears a built-up boot
leg_length_difference | my legs do not match in length
leg_length_difference | one leg runs a centimetre long
leg_length_difference | my two legs differ by an inch
leg_length_difference | one trouser leg is always longer
hip_misalignment_told | the chiro reckons my pelvis is twisted
hip_misalignment_told | my trainer thinks my hips are crooked
hip_misalignment_told | the osteopath said my pelvis is out of kilter
hip_misalignment_told | I was told my pelvis is off square
recent_immobility | been parked in bed all week
recent_immobility | ten hours on a plane on Monday
recent_immobility | he was on bed nine days
recent_immobility | my cast came off on Friday
recent_surgery | they had the scope done on her hip joint nine days ago
recent_surgery | had my appendix out two weeks ago
recent_surgery | an artificial knee put in 3 weeks ago
recent_joint_injection | they put a needle of steroid in the hip last week
recent_joint_injection | steroid jab in my knee ten days ago
knee_treatment_failed | her stretches have not been any use
knee_treatment_failed | the brace and the gel were no good
knee_treatment_failed | none of them made any difference
knee_treatment_failed | had the injection, and it was no better for it
"""

NOT_SAID = """
training_increase | the pain went from 4 to 8 after my run
training_increase | my weight went from 70 to 85 kg since I gave up the gym
training_increase | they bumped my gabapentin up from 300 to 600, I used to run
training_increase | cut my running from 40 miles to 20
training_increase | the pain started on a run
training_increase | pain started running down my leg
training_increase | the knee took running from me
training_increase | I started football when I was 7
training_increase | I was at the gym from 9 to 11
training_increase | should I start running
training_increase | it hurts from 2 to 5 km into a run
runner | the ache runs down my leg every night
runner | my nose runs every morning
runner | I tie my left runner with the foot on a chair
runner | she says it may be runner's knee
desk_job | it hurts if I sit ten hours
desk_job | I sat on the plane ten hours
desk_job | we sat in A&E nine hours yesterday
previous_hip_injury | I hurt my hip yesterday
previous_hip_injury | my ankle was broken in 1999 and now the hip aches
previous_hip_injury | MRI: labral tear
previous_knee_injury | I twisted my knee last week
hip_surgery | I plated up dinner and my hip hurts
hip_surgery | washed out the bath and now my hips ache
hip_surgery | my hip hurts when I clean out the garage
hip_surgery | my wrist was pinned and plated, the hip aches
hip_surgery | had keyhole on my knee, the hip is fine
knee_surgery | had keyhole on the hip
leg_length_difference | I lift my boot off the floor
leg_length_difference | my jeans are too long
leg_shorter_or_turned | the leg is an inch shorter since I was 9, I have a raise in my shoe
hip_misalignment_told | might my hips be crooked?
physiotherapy_tried | the osteopath said my pelvis is tilted
recent_immobility | it hurts in bed for weeks now
recent_immobility | I lie on the bed and cannot raise the leg
recent_immobility | an hour on the bus hurts
steroid_use | they injected my knee with steroid
steroid_use | steroid jab in my knee ten days ago
recent_joint_injection | pins and needles in it
recent_joint_injection | as if somebody shot me in the groin
hip_surgery | I operated a crane, and my hip aches
clicking | a mare threw me in my thirties and I cracked the hip socket
injury | a mare threw me in my thirties and I cracked the hip socket
knee_treatment_failed | my phone is useless
knee_treatment_failed | I do squats for my knee
injury | I was told my hips are twisted
injury | hurt my hip in a crash in '98
"""

ABSENT = """
runner | never ran a mile in my life
runner | I don't run
hip_surgery | hurt the hip at 18, never operated. My knee aches as well
training_increase | I have not upped anything
training_increase | I haven't doubled my mileage
"""


def rows(table: str) -> list[list[str]]:
    return [row.split(" | ") for row in table.strip().splitlines()]


@pytest.mark.parametrize(("value", "text"), rows(SAID))
def test_told(value: str, text: str) -> None:
    assert value in understand(text, None, None, TODAY)["history"]


@pytest.mark.parametrize(("value", "text"), rows(NOT_SAID))
def test_only_sounds_like_it(value: str, text: str) -> None:
    found = understand(text, None, None, TODAY)
    assert value not in (*found["history"], *found["present"], *found["uncertain"])
    assert value != "injury" or found.get("injury") is not True


@pytest.mark.parametrize(("value", "text"), rows(ABSENT))
def test_denied(value: str, text: str) -> None:
    assert value in understand(text, None, None, TODAY)["absent"]


@pytest.mark.parametrize(
    "text",
    [
        "she fell and now one leg is shorter",
        "mum fell yesterday and the leg is an inch shorter than the other",
        "one leg is shorter since I fell in the kitchen",
        "had a lift in my shoe for years, but I fell today and the leg looks much shorter",
    ],
)
def test_a_leg_that_is_shorter_since_a_fall_is_a_sign(text: str) -> None:
    assert "leg_shorter_or_turned" in understand(text, None, None, TODAY)["present"]


def test_nobody_runs_of_whom_no_running_is_told() -> None:
    assert "runner" in read_text("I cycle 200 km a week").ruled_out
    assert "runner" not in read_text("I do a marathon a year").ruled_out


def test_steroids_by_mouth_stay_beside_an_injection() -> None:
    found = understand("on steroid tablets for years, and had a jab in my knee", None, None, TODAY)
    assert {"steroid_use", "recent_joint_injection"} <= set(found["history"])
