"""What a first message says by the way is not asked for again.

A row is (text, what it tells); a name that a row maps to ``None`` must not be found.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.nlu.extract.spelling import mend_word
from bot.nlu.extract.understanding import read_text

TODAY = date(2026, 11, 20)  # a Friday

HOW_LONG: list[tuple[str, Any]] = [
    ("knee pain since 2 weaks", 14),
    ("my hip hurt since about 3 weaks now", 21),
    ("About a fortnight of really nagging pain in my groin", 14),
    ("Roughly 3 weeks of both hips being stiff", 21),
    ("Park run 9 days ago, knee went tight near the end and it's been sore since", 9),
    ("since I doubled my evening run 12 days ago the shin aches", 12),
    ("tender 2 months since kneeling on a plank", 60),
    ("hip's been niggling three summers", 1095),
    ("It's been most of the month", 21),
    ("the past week my hip has got much stiffer", 7),
    ("My gammy knee has been acting up this week", 3),
    ("over the last month the groin has become stiff", 30),
    ("It was brilliant until Tuesday, now it hurts", 3),
    ("my right knee swelled up on Wednesday", 2),
    ("her knee locked at bowls yesterday", 1),
    ("heard a snap when I landed at gym on Monday, knee wobbly", 4),
    ("my kneecap popped out at hockey on Sunday", 5),
    ("Knee blew up overnight", 1),
    ("grandma fell in the night and can't stand", 1),
    ("dug the garden over on Sunday and now my knees ache", 5),
    ("Had flu last week and since then both knees feel sore", 7),
    ("a long hike two months ago and my hip has never forgiven me", 60),
    ("sciatica down the right leg for five weeks", 35),
    ("Since September the back of my hip gives me grief after sitting", 66),
    ("my wee lad's 5 and since yesterday he just wants held, holding his knee", 1),
    ("a plumber here walked straight into a bench this morning, shin is bruised", 0),
    ("leg in a cast since Monday after I broke it", 4),
    # What happened then is no beginning of it.
    ("Had a scan last week and now I'm waiting, hips as ever", None),
    ("started karate last month and now my hips hurt", None),
    ("had my appendix out three weeks back and been in bed since", None),
    ("had a fever on Monday and now it's gone", None),
    ("my knee locked yesterday for a minute, then it came free", None),
    ("it swells up every Sunday", None),
    ("my face swelled up yesterday", None),
    ("6 weeks of physio for my knee", None),
    ("Our little man is 19 months", None),
]

HOW_IT_BEGAN: list[tuple[str, dict[str, Any]]] = [
    ("Bent down to the oven and my back went", {"onset": "sudden", "injury": False}),
    ("stood up from my desk and heard a loud pop in the hip", {"onset": "sudden", "injury": False}),
    ("did my back lifting a washing machine", {"onset": "sudden", "injury": False}),
    ("pain out of the blue on Monday", {"onset": "sudden", "injury": False}),
    ("stiffened up over a fortnight", {"onset": "gradual"}),
    ("Got hoofed in the shin at five a side", {"injury": True}),
    ("ran smack into a bollard", {"injury": True}),
    ("my board went one way and I went the other", {"injury": True}),
    ("drove a screw into my thigh", {"injury": True}),
    ("her trainer caught on the escalator", {"injury": True}),
    ("tweaked something in my groin at netball", {"injury": True}),
    ("my 8 yr old son came off his scooter", {"injury": True}),
    ("this old man he fall from chair", {"injury": True}),
    ("he doesn't moan, fell on the ice", {"injury": True}),
    ("he copped a boot in the thigh on Saturday", {"injury": True}),
    ("her kneecap slid to the outside at handball", {"injury": True}),
    ("our girl woke up on Tuesday limping", {"onset": "sudden", "injury": None}),
    ("woke up with a hot, fat knee", {"onset": "sudden", "injury": None}),
    ("turned for the bus and felt a sharp crack", {"onset": "sudden", "injury": None}),
    # A habit, a guess, a likeness, and what may have been a knock.
    ("my kneecap sometimes slipped out", {"injury": None}),
    ("my kneecap popped out years ago", {"injury": None}),
    ("I try to lift the leg and nothing happens", {"injury": None}),
    ("there was a snap every time I knelt", {"onset": None}),
    ("whenever I stand up my hip goes pop", {"onset": None, "injury": None}),
    ("went to turn, studs caught and there was a crack", {"injury": None}),
    ("I thought I'd pulled something in my calf", {"injury": None}),
    ("like a knife going into my knee", {"injury": None}),
    ("if he fall he can't get up", {"injury": None}),
    ("fell? no, it just aches", {"injury": False}),
    ("he never slipped or fell", {"injury": False}),
    ("my feet tickle", {"injury": None}),
    ("hurt it when I stood up and slipped", {"injury": True}),
]

TRIGGERS: list[tuple[str, list[str]]] = [
    ("Half marathon next month. My groin aches and it comes on at mile 6", ["running"]),
    ("outer knee, always at 5 km. I run ultras", ["running"]),
    ("only sore after 40 minutes, I'm a runner", ["running"]),
    ("hip starts up after 30 mins, gone by the next day. I'm a runner", ["running"]),
    ("my calves ache after 300 yards", ["walking"]),
    ("hip is sore after half a mile", ["walking"]),
    ("knee aches after 20 miles on the bike, out riding", ["cycling"]),
    ("barely able to manage the stairs, groin is killing me", ["stairs_down", "stairs_up"]),
    ("both knees hurt and he does the stairs on his bottom", ["stairs_down", "stairs_up"]),
    ("hip hurts, worse when I put weight through it", ["walking"]),
    ("standing on that leg is agony", ["prolonged_standing"]),
    ("climbing out of the Golf is a palaver, my hip is sore", ["standing_up"]),
    ("my wife has started doing my shoes and getting out of a chair hurts", ["standing_up"]),
    ("it takes him till nearly lunchtime to get going", ["morning"]),
    ("takes an hour to unbend in the morning", ["morning"]),
    ("my knee aches after a day at the laptop", ["prolonged_sitting"]),
    ("knee is sore when I sit on the tram", ["prolonged_sitting"]),
    ("knees ache, the cold gets into them", ["cold"]),
    ("knee niggles on longer rides", ["cycling"]),
    ("my son complains of the knee since two weeks, more when he runs", ["running"]),
    ("groin sore since March, worst when squatting", ["squatting"]),
    ("it pinches in the groin when I drop into a lunge", ["squatting"]),
    # What somebody does or can do, and what a distance does no harm.
    ("my hip is fine for the first 5 miles", []),
    ("I walk 4 miles a day and my knee swelled up", []),
    ("I live 3 miles from the hospital, knee is sore", []),
    ("took a tablet after 20 minutes, my knee is sore", []),
    ("it began in June after a long drive", []),
    ("calf cramp, stretched, gone", []),
    ("the knee went up like a loaf", []),
    ("I can stand on it", []),
    ("slipped and sat on my bum in the mud", []),
    ("stiff hips, gone after five minutes, I run a lot", []),
]

AGES: list[tuple[str, int | None]] = [
    ("sore knee, 4/10, 47 and built like a tank", 47),
    ("fine on the flat. 33. when can I play again", 33),
    ("hip twinges at work, nurse, 41, three weeks", 41),
    ("Taxi driver 58. Right hip seizes up", 58),
    ("xray was good for 66, so why does it hurt", 66),
    ("hiked the coast path for my 61st and my knee hurts", 61),
    ("She has 71 years and her hip hurts", 71),
    ("a temp of 38.4. 69, retired baker", 69),
    ("No temperature. 52, gardener, knee is red", 52),
    ("Our little man is 19 months, limping", 1),
    ("ran it for my 3rd marathon", None),
    ("they gave me a new hip on my 70th birthday", None),
    ("roofer 20 years", None),
    ("my 12th session of physio", None),
]

SIDES: list[tuple[str, str | None]] = [
    ("My knee right makes a click", "right"),
    ("pain round the knee cap left when I climb", "left"),
    ("had her left knee replaced and now the right is going the same way", "right"),
    ("op on my left knee a week ago, it's oozing, I feel fine in myself", "left"),
    ("a 2 inch splinter in the outer side of my right knee", "right"),
    ("my right leg is an inch shorter, hip hurts", None),
    ("my knee left me stranded", None),
]

PLACES: list[tuple[str, list[str]]] = [
    ("he points to the front of his hip", ["hip_groin"]),
    ("sore on the bony lump just below both kneecaps", ["knee_front"]),
    ("kicked just under the knee, proper sore", ["calf"]),
    ("it hurts mostly just above the knee", ["thigh"]),
    ("Knees again. Fronts of both hurt on the stairs", ["knee_front"]),
    ("sore legs maybe twice a week, shins and behind the knees", ["calf", "knee_back"]),
    ("there's a lump just above the left knee. It aches at night", ["thigh"]),
    ("a lump above the knee, no pain", []),
    ("my uncle had an above knee amputation and my hip hurts", ["hip_groin", "hip_side"]),
]

SCORES: list[tuple[str, Any]] = [
    ("my hip clicks, zero pain", 0),
    ("knees crunch, no pain just the noise", 0),
    ("it was 7 now 4", 4),
    ("no pain in the hip, the knee aches", None),
    ("it clicks, no pain there", None),
    ("no pain until I stand", None),
    ("I can't kneel without pain, it clicks", None),
    ("the back of the knee has no pain", None),
    ("hip aches for two winters", None),
]


def found(text: str) -> dict[str, Any]:
    return read_text(text, today=TODAY).findings


@pytest.mark.parametrize(("text", "days"), HOW_LONG, ids=str)
def test_how_long(text: str, days: Any) -> None:
    assert found(text).get("duration_days") == days


@pytest.mark.parametrize(("text", "told"), HOW_IT_BEGAN, ids=str)
def test_how_it_began(text: str, told: dict[str, Any]) -> None:
    findings = found(text)
    assert {name: findings.get(name) for name in told} == told


@pytest.mark.parametrize(("text", "triggers"), TRIGGERS, ids=str)
def test_what_sets_it_off(text: str, triggers: list[str]) -> None:
    assert sorted(found(text).get("triggers") or ()) == triggers


@pytest.mark.parametrize(("text", "age"), AGES, ids=str)
def test_age(text: str, age: int | None) -> None:
    assert found(text).get("age") == age


@pytest.mark.parametrize(("text", "side"), SIDES, ids=str)
def test_side(text: str, side: str | None) -> None:
    assert found(text).get("side") == side


@pytest.mark.parametrize(("text", "places"), PLACES, ids=str)
def test_place(text: str, places: list[str]) -> None:
    assert sorted(found(text).get("location") or ()) == places


@pytest.mark.parametrize(("text", "score"), SCORES, ids=str)
def test_score(text: str, score: Any) -> None:
    assert found(text).get("severity") == score


@pytest.mark.parametrize(
    "word",
    ["cramp", "clogs", "sneezed", "snoring", "grout", "overweight", "mopping", "tickle", "summat"],
)
def test_a_real_word_is_no_slip(word: str) -> None:
    assert mend_word(word) == word
