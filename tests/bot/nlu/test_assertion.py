from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.nlu.extract.message import pending_question
from bot.nlu.extract.understanding import understand

TODAY = date(2026, 11, 20)


def read(text: str, asked: str | None = None) -> dict[str, Any]:
    return understand(text, asked, pending_question(asked), TODAY)


def said(found: dict[str, Any]) -> set[str]:
    several = {
        value for name in ("location", "triggers", "quality") for value in found.get(name, ())
    }
    return {*found["present"], *found["history"], *several}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("there's nothing swollen about this knee", "swelling"),
        ("nothing numb anywhere", "numbness"),
        ("it's barely swollen at all", "swelling"),
        ("I wouldn't call it stiffness", "stiffness"),
        ("nobody's noticed any limp", "limp"),
        ("haven't a fever, chills or any redness", "fever redness_heat"),
        ("it doesn't click, it doesn't lock, and there's no swelling", "clicking locking swelling"),
        ("not swollen, hot or feverish", "swelling redness_heat fever"),
        ("Swelling? Not on your life. Fever? Nil.", "swelling fever"),
        ("locking: never", "locking"),
        ("I'd panic if it went numb, but it hasn't", "numbness"),
        ("the nurse asked if it locks, it doesn't", "locking"),
        ("you wrote that it locks, it doesn't lock", "locking"),
        ("please delete the swelling", "swelling"),
        ("temperature's fine", "fever"),
        ("my temp is 36.8", "fever"),
        ("fever is not there", "fever"),
        ("no operation on the hip or the knee, ever", "hip_surgery knee_surgery"),
        ("kidneys are fine", "kidney_disease"),
        ("I can't say I've any numbness", "numbness"),
        ("no loss of feeling in my foot", "foot_numb"),
        ("I cannot claim there is any swelling", "swelling"),
        ("I can wiggle my toes", "foot_numb"),
        (
            "if it ever locked or swelled I'd ring, but neither has happened",
            "locking swelling",
        ),
        ("swelling I haven't, stiff it is not", "swelling stiffness"),
        ("Puffy it isn't. A fever he doesn't have.", "swelling fever"),
        ("limp no, puffiness also no, buckling neither", "limp swelling giving_way"),
        ("Cold foot? No. Shivers? Also no.", "foot_cold_or_pale shivering_unwell"),
        ("Does the knee ever catch? Nope. Any temperature? No.", "locking fever"),
        ("right hip / swelling none / fever no / catching never", "swelling fever locking"),
        ("NOT: lumps, fever, tingling", "lump fever tingling"),
        ("Yes: clicking. No: locking, swelling.", "locking swelling"),
        ("Don't have: weakness, a limp", "weakness limp"),
        ("fever nothing, swelling nothing", "fever swelling"),
        ("Blocking of the knee: never", "locking"),
        ("If it locks, do I need a scan? It doesn't so far, thankfully.", "locking"),
        ("if I got a temperature I'd call, but nothing of the sort", "fever"),
        ("my dad's hip clicks, mine doesn't", "clicking"),
        ("no sensory loss, apyrexial", "numbness fever"),
    ],
)
def test_it_is_denied(text: str, values: str) -> None:
    found = read(text)
    assert set(values.split()) <= set(found["absent"])
    assert not set(values.split()) & said(found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I think it locks?", "locking"),
        ("might be a bit puffy?", "swelling"),
        ("my wife reckons I limp", "limp"),
        ("the doctor suspects arthritis", "arthritis"),
        ("it may be numb in places", "numbness"),
        ("there was swelling, hard to tell though", "swelling"),
        ("I can't decide if it's swollen", "swelling"),
        ("I couldn't swear that it locks", "locking"),
        ("think I hear a click but it could be the chair", "clicking"),
        ("swollen or just my shape, who knows", "swelling"),
        ("swelling: minimal, if any", "swelling"),
        ("lump? maybe, maybe just bone", "lump"),
        ("swollen? possibly", "swelling"),
        ("I don't think it's swollen but hard to tell", "swelling"),
        ("it isn't stiff, though I can't be sure", "stiffness"),
        ("I couldn't make out whether the calf was swollen", "calf_swelling"),
        ("her GP wondered aloud about osteoporosis", "osteoporosis"),
        ("the physio floated arthritis", "arthritis"),
        ("I think I felt a snap, but I couldn't swear to it", "popped"),
        ("knee grinds? can't tell to be honest", "clicking"),
        ("ankle fine. calf maybe thicker?? difficult to say", "calf_swelling"),
        ("Giving way? We could not say.", "giving_way"),
        ("Is it hot? no idea", "redness_heat"),
        ("UNSURE: does it click?", "clicking"),
        ("the knee is not red, but it may be slightly warm", "redness_heat"),
        ("feels warm perhaps, I can't judge. Redness no.", "redness_heat"),
        ("it could be giving under me, hard to tell", "giving_way"),
        ("not puffy as far as I know, can't really see behind", "swelling"),
        ("leg aches on stairs and at night, red knee? may just be the sun", "redness_heat"),
    ],
)
def test_it_is_in_doubt(text: str, value: str) -> None:
    found = read(text)
    assert value in found["uncertain"]
    assert value not in said(found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it was swollen in spring but it's back to normal", "swelling"),
        ("it locked in 2012, never since", "locking"),
        ("my toes went white in the snow, they warmed up", "foot_cold_or_pale"),
        ("knee swelled that day, no swelling since", "swelling"),
        ("I had a fever with the flu in March. All settled.", "fever"),
        ("come back if it gets red, they said", "redness_heat"),
        ("what do I do if it gives way on me", "giving_way"),
        ("I wrote swollen but I meant stiff", "swelling"),
        ("will my knee lock for good?", "locking"),
        ("I'd rather not have surgery", "knee_surgery"),
        ("I can't take ibuprofen", "painkillers_tried"),
        ("kneeling might hurt, I don't dare", "kneeling"),
        ("going downstairs is painless", "stairs_down"),
        ("the outside of my knee never bothers me", "knee_outer"),
        ("running, no bother", "running"),
        ("no pain when I kneel", "kneeling"),
        ("I can squat without a twinge", "squatting"),
        ("blood tests for arthritis came back negative", "arthritis"),
        ("nothing wrong with my kidneys", "kidney_disease"),
        ("I've never been told I have arthritis", "arthritis"),
    ],
)
def test_it_is_not_so_now(text: str, value: str) -> None:
    assert value not in said(read(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("nothing helps the swelling", "swelling"),
        ("the swelling never goes down", "swelling"),
        ("it has never been this swollen", "swelling"),
        ("it isn't half swollen", "swelling"),
        ("not a day goes by that it doesn't lock", "locking"),
        ("hardly a night without numbness", "numbness"),
        ("it didn't lock at first but now it does", "locking"),
        ("I said it doesn't swell, that's not true", "swelling"),
        ("no fever, calf swollen like a marrow", "calf_swelling"),
        ("no fever, my foot has gone numb", "foot_numb"),
        ("I can't get my breath, and a sore calf", "breathless calf_swelling"),
        ("I can't bear weight on it and numbness in the leg", "cannot_bear_weight numbness"),
        ("swollen, I don't know if it's serious", "swelling"),
        ("it locks, not sure what to do", "locking"),
        ("the trouble is that it gives way", "giving_way"),
        ("I can't bend it, no", "cannot_bend_knee"),
        ("worried about the swelling", "swelling"),
        ("temperature of one zero two fever", "fever"),
        ("since May it has been swollen", "swelling"),
        ("can't take it no more I want to end it all", "self_harm"),
        ("it's not funny she can't walk a step", "cannot_bear_weight"),
        ("no sleep again he has a fever", "fever"),
        ("no sensation down there and can't wee", "saddle_numbness bladder_bowel_trouble"),
        ("no swelling n can't bend it", "cannot_bend_knee"),
        ("the wee does not come out since noon", "bladder_bowel_trouble"),
        ("can't put my finger on why, but my fingers hurt too", "many_joints"),
        # Strength that neither has is none.
        ("neither leg is strong", "both_legs_weak"),
        ("neither of my legs feels steady", "both_legs_weak"),
    ],
)
def test_it_stays_so(text: str, values: str) -> None:
    assert set(values.split()) <= said(read(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("No: swollen and very hot", "swelling"),
        ("my finger hurts, could not put a finger on it", "many_joints"),
        ("No: the knee locks every day", "locking"),
        ("not: it gives way and it's numb", "numbness"),
        ("should I worry about the swelling? No.", "fever"),
        ("Is it swollen? No, but it locks", "locking"),
    ],
)
def test_a_no_before_a_colon_may_be_an_answer(text: str, value: str) -> None:
    assert value not in read(text)["absent"]


@pytest.mark.parametrize("text", ["knee / hip pain, swollen", "sore and/or swollen knee"])
def test_a_stroke_or_two_is_no_list(text: str) -> None:
    assert "swelling" in read(text)["present"]


@pytest.mark.parametrize(
    ("text", "is_vague"),
    [
        ("the skin may be numb, hard to say", False),
        ("hard to say if it clicks", False),
        ("hard to describe the pain, and it may be numb", True),
    ],
)
def test_a_doubted_sign_is_no_vague_pain(text: str, is_vague: bool) -> None:
    assert ("vague" in read(text).get("quality", ())) is is_vague


def test_what_others_reckon_of_the_hips_is_what_one_is_told() -> None:
    assert read("the surgeon reckons my hips are out of line")["history"] == [
        "hip_misalignment_told"
    ]


@pytest.mark.parametrize(
    ("text", "is_swollen"),
    [
        ("my wrists swell up as well", False),
        ("ankles and toes are puffy", False),
        ("her face blew up and her tongue is swelling", False),
        ("the knee and the ankle are swollen", True),
        ("both wrists ache and the knee is puffy", True),
        ("swollen on my knee, and my hands ache", True),
        ("my hands are fine but it is swollen", True),
    ],
)
def test_what_swells(text: str, is_swollen: bool) -> None:
    assert ("swelling" in read(text)["present"]) is is_swollen


@pytest.mark.parametrize(
    ("text", "onset"),
    [
        ("heard a crack as I fell off the ladder", None),
        ("felt a pop on Friday", "sudden"),
    ],
)
def test_what_cracked_in_a_fall_tells_of_the_fall(text: str, onset: str | None) -> None:
    assert read(text).get("onset") == onset


@pytest.mark.parametrize(
    ("text", "cannot"),
    [
        ("I couldn't walk far on it", False),
        ("he can't walk fast", False),
        ("I can't walk without crutches", True),
        ("she can't walk", True),
    ],
)
def test_who_walks_a_little_bears_weight(text: str, cannot: bool) -> None:
    assert ("cannot_bear_weight" in read(text)["present"]) is cannot


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("got plaster dust all over my hands, knee sore", []),
        ("my leg has been in plaster for weeks", ["recent_immobility"]),
        ("MRI: labral tear of the hip", ["imaging_abnormal"]),
        ("I tore my hip labrum at school: hip labrum tear", ["previous_hip_injury"]),
    ],
)
def test_history_that_is_told(text: str, history: list[str]) -> None:
    assert read(text)["history"] == history


@pytest.mark.parametrize(
    ("text", "injury"),
    [
        ("I can't say there was no fall", None),
        ("it's not that nothing happened", None),
        ("I didn't do nothing to it", False),
    ],
)
def test_whether_it_was_hurt(text: str, injury: bool | None) -> None:
    assert read(text).get("injury") is injury


@pytest.mark.parametrize(
    ("asked", "text", "outcome"),
    [
        ("nerve_signs", "nada", "none"),
        ("hot_joint_signs", "no ma'am", "none"),
        ("hip_signs", "no hip trouble whatsoever", "none"),
        ("child_signs", "nothing on your list", "none"),
        ("history", "clean slate", "none"),
        ("triggers", "nothing in particular sets it off", "none"),
        ("severity", "depends on the weather", "not_sure"),
        ("severity", "I couldn't put a figure on it", "not_sure"),
        ("location", "can't pin it down", "not_sure"),
        ("hot_joint_signs", "couldn't say, haven't looked", "not_sure"),
        ("age", "a gentleman never tells", "skip"),
        ("general_signs", "I'd rather not go into that", "skip"),
        ("age", "that's private", "skip"),
        ("history", "I don't want to discuss it", "skip"),
        ("summary_confirmed", "you have got that wrong", "no"),
        ("summary_confirmed", "I never said it locks", "no"),
    ],
)
def test_answers(asked: str, text: str, outcome: str) -> None:
    assert read(text, asked)["answer"]["outcome"] == outcome


@pytest.mark.parametrize(
    ("text", "present", "uncertain"),
    [
        ("3 n the first", "swelling giving_way", ""),
        ("the first two", "swelling locking", ""),
        ("the last two", "clicking morning_stiffness_long", ""),
        ("1-3", "swelling locking giving_way", ""),
        ("the second last", "clicking", ""),
        ("yes to the second, not the rest", "locking", ""),
        ("the first, not the last", "swelling", ""),
        ("all but the last one", "swelling locking giving_way clicking", ""),
        (
            "all of them except the locking",
            "swelling giving_way clicking morning_stiffness_long",
            "",
        ),
        ("the whole lot", "swelling locking giving_way clicking morning_stiffness_long", ""),
        ("2 and 3, maybe the swelling as well", "locking giving_way", "swelling"),
        ("number 4 maybe", "", "clicking"),
    ],
)
def test_picks(text: str, present: str, uncertain: str) -> None:
    found = read(text, "knee_signs")
    assert set(found["present"]) == set(present.split())
    assert set(found["uncertain"]) == set(uncertain.split())


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("actually it's the left knee not the right", ["side"]),
        ("scratch that, more like 3 weeks", ["duration_days"]),
        ("you put swelling, I never said it swells", ["swelling"]),
        ("delete the limp", ["limp"]),
        ("I said no redness", ["redness_heat"]),
        ("no the pain is on the inside", ["location"]),
        ("my knee went wrong and it swells", None),
    ],
)
def test_what_is_corrected(text: str, corrects: list[str] | None) -> None:
    assert read(text).get("corrects") == corrects


@pytest.mark.parametrize(
    "text", ["what should I do I can't breathe", "what do we do now he can't breathe"]
)
def test_what_is_told_after_asking_what_to_do_is_no_question(text: str) -> None:
    assert "breathless" in understand(text)["present"]


@pytest.mark.parametrize(
    "text", ["what should I do if I can't breathe", "what do I do when I can't breathe"]
)
def test_what_to_do_if_is_still_a_question(text: str) -> None:
    assert understand(text)["present"] == []
