"""Who, which side, how old, how long, how bad and how it began, in the words people use for it.

A row is (text, value); ``None`` where the message tells none.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.nlu.extract.understanding import read_text

TODAY = date(2026, 11, 20)  # a Friday

ROWS: dict[str, list[tuple[str, Any]]] = {
    "who": [
        ("my partner is too stubborn to ask so I will: he's 49, his knee burns", "partner"),
        ("half my husband's face is drooping", "partner"),
        ("it's about my 15 year old stepson", "child"),
        ("my dad's asking me to type, he's 80 and gives the pain nine out of ten", "parent"),
        ("hes 6 my lil boy", "child"),
        ("Little one (4) refuses to put any weight on her right leg", "child"),
        ("lass of nine with a limp", "child"),
        ("girl, 7, won't put weight on her leg", "child"),
        ("one of my clients, 84, can't weight bear after a fall", "other"),
        ("got a patient here, 67, red hot knee and fever", "other"),
        ("my partner keeps limping", "partner"),
        ("my husband works as a tiler and his knees are shot", "partner"),
        ("my dad loves his golf but the hip pain stops him", "parent"),
        ("my fella's knee is up like a balloon", "partner"),
        ("my bloke's twisted his knee", "partner"),
        ("not me, my husband", "partner"),
        ("my friend's mum has a bad hip", "other"),
        ("my dad's worried about his knee, it locks", "parent"),
        ("my hubby's worried its a clot. no swollen calf, not breathless", None),
        ("a fella at work got a clot in his leg", None),
        ("my husband has it too, my hips ache", "self"),
        ("my wife is convinced I need a scan for my knee", "self"),
        ("mum of 2 here with a sore hip", None),
        ("wee bit of pain in the knee", None),
        ("a colleague I'm sitting with had a fall and cut her knee open", "other"),
        ("the old gentleman I look after has a limp", "other"),
        ("lad I coach is 22, his knee catches", "other"),
        ("lad I coach is 14, his knee catches", "child"),
        ("the boy I babysit fell and his knee is huge", "child"),
        ("next-door neighbour, fifty-three, had her knee injected Tuesday", "other"),
        ("I'm the night nurse for Mr Ito. His wound is leaking.", "other"),
        ("I'm a nurse and my knee hurts", "self"),
        ("Mother fainted again. Also has bad knee.", "parent"),
        ("my mum also has bad knees, mine hurt on the stairs", "self"),
        ("my physio friend did six sessions with me, my hip is better", "self"),
        ("me and the wife both have bad knees, but I'm asking for her", "partner"),
        ("I'm sitting with my aunt, she can't move her leg", "other"),
        # whose the medicine is, and who swallowed it
        ("swallowed my nan's heart tablets instead of mine", None),
        ("I took my husband's water tablets by mistake and my knee is sore", "self"),
        ("toddler got at the codeine and drank half of it", "child"),
        ("my flatmate took all her sleeping tablets at once", "other"),
        ("gave grandad his warfarin twice this morning", "parent"),
        ("my dad took my ibuprofen back to the chemist, my hip hurts", "self"),
        ("my wife gave me her codeine, my knee still hurts", "self"),
        # somebody else's illness, told after a complaint of one's own
        ("hip aches when it's cold. A mate has gout and blames that", None),
        ("hot swollen knee, temp 38. sister died of sepsis", None),
        ("stiff for an hour, sore hands too, granny had rheumatoid", None),
        (
            "I am student, knee feels odd. My cousin had a swollen knee, it was cancer, so I fear",
            None,
        ),
        ("sore hip since friday. My son has it, his knee is hot", "child"),
        ("I went jogging with two church brothers and it stabs me in the knee", "self"),
        ("one of the patients, 80, can't lift her leg", "other"),
        ("is that the left hip you mean? that's my sister. My own hip is grand", "self"),
        # people by other names
        ("Da's 80, his knee gives under him", "parent"),
        ("da knee is sore", None),
        ("me auld fella is 79 and went over, his hip is in bits", "parent"),
        ("son-in-law, 35, his knee is locked", "other"),
        ("my roomie's hip popped out", "other"),
        ("lil sis (12) fell, her knee is huge", "child"),
        ("my sister, 42, fell, her knee is huge", "other"),
        ("my brother is 6 weeks post op and his knee is huge", "other"),
        ("my wife's a baker, 50. She came down off a stool onto her hip", "partner"),
        ("my dad's girlfriend is lovely but its dad I'm on about, his knee is hot", "parent"),
        ("grandma's left foot flops out since her fall", "parent"),
        (
            "lifeguard here with a swimmer, 20, he slipped and his kneecap is round the side",
            "other",
        ),
        ("physio here, my own knee hurts", "self"),
        ("the wee one is 6 and limps, won't lift the leg up for me", "child"),
        ("my cousin (14) got hit at hockey, I heard the pop, her knee is up", "child"),
    ],
    "side": [
        ("both my legs are weak and heavy", None),
        ("ive lost the power in my legs, the two of them", None),
        ("my legs have both gone numb", None),
        ("legs gone weak, both", None),
        ("my knees give out, either of them", "both"),
        ("can't feel either leg", None),
        ("neither leg will hold me", None),
        ("pain in knees", "both"),
        ("neither knee hurts", None),
        ("no pain in either knee", None),
        ("either knee or hip, not sure", None),
        ("stood on both legs all day, hip is sore", None),
        ("lft hip n lft knee, jogging does it", "left"),
        ("rhs knee pain", "right"),
        ("right-sided hip pain", "right"),
        ("pain sits on the inner side. left btw", "left"),
        ("right btw", "right"),
        ("left by the way", "left"),
        ("oops, wrong leg. should have said left", "left"),
        ("pain score: 5. Side: R.", "right"),
        ("right by the kneecap it hurts", None),
        ("he said left it too long", None),
        ("her left knee was replaced in spring. Now the scar weeps", "left"),
        ("he broke his right hip two years ago. Now the groin hurts", "right"),
        ("did my left knee in years ago", "left"),
        ("right leg is shorter and rolled outward", "right"),
        ("had my left knee replaced, now my hip hurts", None),
        ("left knee replaced. Other knee now.", None),
        ("left leg is longer than right, hip hurts", None),
        ("my right side of face dropped", None),
        ("left side of his body went numb", None),
        ("pain in the left side of my hip", "left"),
        ("both of my hips? no, only the knee", None),
        ("my legs differ by an inch, and the side of my hip aches", None),
        ("my legs ache, both of them", "both"),
        ("weak legs and both knees hurt", "both"),
        ("my low back is in agony, both legs have no strength", None),
        ("pain in the back. two legs weak as water", None),
        ("pain in both legs and they feel weak", "both"),
        ("both legs ache and feel heavy", "both"),
        ("lost power in each leg from the knees down", None),
        ("what's left is a sore spot on the outer side of the knee", None),
        ("it's left, the knee", "left"),
        ("compared both knees, the right one is hotter", "right"),
        ("my left calf is huge compared with the right", "left"),
        ("squatting and climbing, both hurt, right knee", "right"),
        ("my knees are sore walking and running, both hurt", "both"),
        ("her left leg looks an inch shorter with the toes pointing out", "left"),
        ("I was feeding the calves and the small of my back went", None),
    ],
    "age": [
        ("Little one (4) won't walk", 4),
        ("wee girl of six, limping", 6),
        ("my son of 11 has thigh pain", 11),
        ("pensioner of 79 with a bad hip", 79),
        ("I dislocated it as a teenager and now at 38 it aches", 38),
        ("at 66 I can still run but my knee aches", 66),
        ("eighty-four and still driving", 84),
        ("and at 20 I tore my acl", None),
        ("at 30 my knees were fine", None),
        ("father of 3, knee pain on stairs", None),
        ("pain starts at 90 degrees of bend", None),
        ("son 13 knee hurts after footy", 13),
        ("mum 80 hip pain", 80),
        ("twins, both 13, and her knee hurts", 13),
        ("2 knees and 1 hip replaced", None),
        ("I have knee pain, 40", 40),
        ("I have knee pain, 4", None),
        ("left knee pain, 31", 31),
        ("Left knee, 3/10, 55", 55),
        ("sore knee, 40", 40),
        ("pain level, 40", None),
        ("Carpet fitter, 24 years on my knees", None),
        ("I'm 46, 24 years on my knees", 46),
        ("they cut my hip aged 7 for Perthes. Sixty now. it aches", 60),
        ("Sprained the knee at camogie at sixteen. Fifty-one, on the buses, it aches", 51),
        ("hip smashed in my thirties and it aches", None),
        ("knee aches in my thirties like it did for my dad", 35),
        ("38, two wee kids, sore hip", 38),
        ("sore hip, expecting number two in June", None),
        ("the auld one is 86 and fell on her hip", 86),
        ("hubby took 30 odd ibuprofen for his knee", None),
        ("My father is 69 years. His knee is bad", 69),
        ("Have 66 years. The hip hurts me", 66),
        ("Cook from Cork, 48 years. Two to three months, sore knee", 48),
        ("I'm a magician honestly 39 and my knee is sore", 39),
        ("I'm a size 14 and my knee is sore", None),
        ("F/38 hip pain", 38),
    ],
    "duration_days": [
        ("Since Christmas my right hip has been playing up", 330),
        ("since the first of november my groin hurts", 19),
        ("from the 1st of october", 50),
        ("refuses to put weight on it since this morning", 0),
        ("my grandmother, 91 in March just gone, has had it four months", 120),
        ("I said three weeks but it's been three months", 90),
        ("it's been a month, no sorry, two months", 60),
        ("Knee was grand on Monday, then tuesday I woke up and bam, pain", 3),
        ("it began a week ago last saturday", 13),
        ("since my operation in june it has hurt", 158),
        ("had a hip replacement in 2020 and it's been sore ever since", 2333),
        ("doing my shoes up hurts since friday", 7),
        ("started on monday at work", 4),
        ("it's been doing this for 3 weeks", 21),
        ("started running in may, knee sore since june", 158),
        ("I do three runs a week, have done for years, and it's the left hip", None),
        ("I had a DVT in 2016, been on apixaban ever since", None),
        ("had an operation last week and been in bed since", None),
        ("Had my gallbladder out three weeks back and been stuck in bed since", None),
        ("they treated the knee for a year and it made no difference", None),
        ("started zumba last month and now my knees both hurt when I jump", None),
        ("I've been doing crossfit for 2 years", None),
        ("it begins on a sunday", None),
        ("the pain has not stopped in two days", 2),
        ("my knee hasn't bent properly in 3 weeks", 21),
        ("in 2 weeks I fly to spain, knee hurts", None),
        ("by the time I got home (1 hr) my knee was massive", None),
        ("had an injection, it helped for three days, now it is sore", None),
        ("no relief for 3 weeks", 21),
        ("it was all fine until a month ago; now the groin hurts", 30),
        ("it was fine till 3 weeks ago", 21),
        ("the swelling won't go down until tuesday", None),
        ("I twisted my knee 5 years ago and it has hurt ever since", 1825),
        ("knee wrecked in a car accident in 1999, it clicks", None),
        ("found a lump on my leg a month ago and it is bigger now", 30),
        ("pus from the cut of his hip operation, done on the 10th of November", None),
        ("2/10 sat still, 9/10 getting up", None),
        ("stiff since getting up", 0),
        ("slipped disc last year. Groin pain since Easter", 229),
        ("three MRIs of this knee since 2021", None),
        ("injection into the knee on Monday; since then neither redness nor heat", None),
        ("had the flu jab, arm was sore for a day", None),
        ("eighteen months of calf cramps", 540),
        ("leaking wee without noticing is new this week", None),
        ("since two week", 14),
        ("knee pain since 3 weeks after I twisted it, 25", 21),
        ("knee pain since two weeks after a fall", 14),
        ("pain since 6 months after my operation", None),
        ("It never gave way, well, once, on the bus in 2019", None),
        ("it locked once in 2019", None),
        ("33 wks with twins", None),
        ("twins, 33 weeks, hip pain", None),
        ("24 wks, first baby, groin hurts", None),
        ("pregnant, pain for 6 weeks", 42),
        ("pregnant 33 weeks, hip pain since 4 weeks", 28),
        ("hip pain for 33 weeks", 231),
        ("roofer for 20 years", None),
        ("30 years a plumber", None),
        ("roofer for 20 years, sore knee for a month", 30),
        ("my breathing has been bad for 10 years", None),
    ],
    "severity": [
        ("it ranges between 3 and 7", [3, 7]),
        ("it goes from 2 to 9", [2, 9]),
        ("rated it 6", 6),
        ("solid 8", 8),
        ("hits 9 when I twist", 9),
        ("not more than a 3", 3),
        ("worse than a 5", None),
        ("hits me 3 times a day", None),
        ("I did 8 out of 10 sessions", None),
        ("walks vary from 3 to 5 miles", None),
        ("it just hurts a bit, 2 or 3, on the outer side", [2, 3]),
        ("sore, 2 or 3 days", None),
        ("the pain is getting unbearable", None),
        ("the pain is unbearable", 10),
        ("outer knee, dull, maybe a 3 or 4", [3, 4]),
        ("sore on the stairs. Say seven. Came on slowly", 7),
        ("how many stairs can I climb? say 7", None),
        ("hip pain, 7 out o ten", 7),
        ("nine out of bleeding ten, the hip", 9),
        ("twisting at netball, right one, 6-7. does not lock", [6, 7]),
        ("we won, 3-2. knee sore after", None),
        ("I did squats, 3-4, then it hurt", None),
        ("wet days it's miserable, 5ish. fine on the flat", 5),
        ("my hip wakes me most nights, 3ish.", None),
        ("it wakes me around 4ish, the hip", None),
        ("somewhere in between 5 and 6 most days", [5, 6]),
        ("my hip pain is somewhere between 3 and 4", [3, 4]),
        ("it wakes me somewhere between 3 and 4 in the morning", None),
        ("left hip / 2 weeks / 6 of 10 / swelling no", 6),
        ("calf like rock, pain there is 9 and growing", 9),
    ],
    "onset": [
        ("suddenly training twice as much for the season", None),
        ("suddenly started running more and now it hurts", None),
        ("sudden movements hurt", None),
        ("if i stop suddenly it hurts", None),
        ("I slowly walk up the stairs", None),
        ("I gradually upped my mileage", None),
        ("suddenly started hurting while playing tennis", "sudden"),
        ("when i got up it suddenly hurt", "sudden"),
        ("I was fine and then bang", "sudden"),
        ("like someone flicked a switch", "sudden"),
        ("woke up this morning and it was there", "sudden"),
        ("it came on slowly walking home", "gradual"),
        ("over the course of a few weeks", "gradual"),
        ("gradually lost the ability to bend it", "gradual"),
        ("right knee dead stiff, slow to get going", None),
        ("slow to come on", "gradual"),
    ],
    "injury": [
        ("Foot's gone white since I did my knee in this afternoon", True),
        ("did my knee in at football", True),
        ("didn't hear any pop when I fell", True),
        ("possibly a pop when I went over on it", True),
        ("felt it go crack as I landed", True),
        ("my dad's foot is cold since he broke his leg", True),
        ("went over on the ice & I can't lift the leg off the bed", True),
        ("I twisted it years ago and it's never been right since", True),
        ("when i was at football i twisted it", True),
        ("my son fell at school on monday", True),
        ("i fall yesterday from bike", True),
        ("the pain came on its own and I've lost weight without trying", False),
        ("nobody knocked into me", False),
        ("it swells for no reason", False),
        ("twisted my knee in 2012, fine since, now it hurts for no reason", False),
        ("i'm losing weight for no reason", None),
        ("knee locked up twice this wk, popped free by itself", None),
        ("Im getting thinner without doing anything", None),
        ("I live on my own and my knee hurts", None),
        ("both legs have gone weak, I can hardly stand up on my own", None),
        ("The cut by my knee keeps pouring with blood", None),
        ("hurts when i plant my foot and turn round", None),
        ("hurts to land on it", None),
        ("it gives way and I fall", None),
        ("as I went down the stairs it hurt", None),
        ("since the swelling went down it clicks", None),
        ("the front of his knee hurts at football", None),
        ("hurt my hip in a car crash back in the nineties", None),
        ("i twisted my knee skiing years back, same one's swollen again now", None),
        ("I dislocated this kneecap as a teenager and now at 38 it aches", None),
        ("an old rugby injury", None),
        ("did my knee in 2015", None),
        ("a bed rail came down on his left shin", True),
        ("car reversed over my shin", True),
        ("got bit by a fox near the knee", True),
        ("He wasn't hurt. His knee is warm", False),
        ("I didn't twist or bang it", False),
        ("she's not been injured", False),
        ("it doesn't hurt, never has done", None),
        ("it came on in my left knee", None),
        ("knee buckled three times today, nearly hit the deck", None),
        ("hurts turning on a planted foot", None),
        ("I planted my foot and it popped", True),
        ("the right knee hurts when I twist", None),
        ("he hurt this knee at basketball two winters ago", None),
    ],
    "location": [
        ("the calf is fatter than the other one and it hurts", ["calf"]),
        ("the right calf is thicker than the left and it hurts walking", ["calf"]),
        ("my calf is rock hard, screaming agony", ["calf"]),
        ("my calf is swollen but it doesn't hurt", None),
        ("swollen calf and sore knee", None),
        ("hip pain came on bit by bit, in the groin", ["hip_groin"]),
        ("hip pain, the side of it", ["hip_side"]),
        ("it's her hip, no let up for a second", ["hip_groin", "hip_side"]),
        ("she had a fall. replacement done in the other hip", None),
    ],
}

# Findings of the one whom the message is about are not set aside as somebody else's.
THEIRS = [
    ("my mum, 78, has a sharp pain in the groin every time she gets up, it clicks", "clicking"),
    ("my sister's knee keeps catching when she plays tennis", "locking"),
    ("My partner is too stubborn to ask so I will: he's 49, it swells up", "swelling"),
    ("half my husband's face is drooping", "stroke_signs"),
    ("one side of my mum's face has dropped", "stroke_signs"),
    ("my neighbour keeps coughing up blood", "coughing_blood"),
    ("my brother keeps saying his knee gives way", "giving_way"),
    ("my dad's convinced it's nothing but his calf is swollen", "calf_swelling"),
    ("Little one (4) has a temperature and won't walk", "fever"),
    ("my hubby's worried it's a clot, my calf is swollen", "calf_swelling"),
]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [(name, text, value) for name, rows in ROWS.items() for text, value in rows],
)
def test_value(name: str, text: str, value: Any) -> None:
    assert read_text(text, today=TODAY).findings.get(name) == value


@pytest.mark.parametrize(("text", "finding"), THEIRS)
def test_findings_of_the_one_it_is_about(text: str, finding: str) -> None:
    assert finding in read_text(text, today=TODAY).findings["present"]


def test_an_accident_of_long_ago_is_an_earlier_injury() -> None:
    found = read_text("i twisted my knee skiing years back, it is swollen", today=TODAY).findings
    assert found["history"] == ["previous_knee_injury"]


@pytest.mark.parametrize(
    ("text", "at_night"),
    [
        ("woke up with it today", False),
        ("woke up with it on monday", False),
        ("yesterday i woke up with a sore knee", False),
        ("it woke me yesterday", True),
        ("woke up in pain at 3am", True),
    ],
)
def test_waking_with_it_one_day_is_no_pain_at_night(text: str, at_night: bool) -> None:
    assert ("night_pain" in read_text(text, today=TODAY).findings["present"]) is at_night


@pytest.mark.parametrize(
    "before",
    [
        "My neighbour sells eggs at the gate.",
        "My brother is getting married in the spring.",
        "This laptop belongs to my neighbour. He keeps chickens.",
    ],
)
def test_whoever_has_the_sign_is_meant_and_not_whoever_is_named_first(before: str) -> None:
    found = read_text(f"{before} Our 12 year old son limps and has a temperature of 39").findings
    assert found["who"] == "child"
    assert found["present"] == ["limp", "fever"]


@pytest.mark.parametrize(
    ("text", "asked", "name", "value"),
    [
        # The age of a joint is nobody's age, and the time of a spell is not how long it has hurt.
        ("my hip replacement's twelve years old and served me well. i'm 76", None, "age", 76),
        ("about three quarters of an hour", "knee_signs", "duration_days", None),
        ("it started an hour ago", "side", "duration_days", 0.04),
        ("about 2 hours", "duration_days", "duration_days", 0.08),
        # A time told where the age was asked is one all the same, and a trade's is no age.
        ("3 weeks", "age", "duration_days", 21),
        ("since 3 weeks", "age", "duration_days", 21),
        ("40, 3 weeks", "age", "duration_days", 21),
        ("40, 3 weeks", "age", "age", 40),
        ("52 last week", "age", "duration_days", None),
        ("turned 50 last month", "age", "duration_days", None),
        ("I was 40 two weeks ago", "age", "duration_days", None),
        ("Carpet fitter, 24 years on my knees", "age", "age", None),
        ("carpet fitter 24 years", "age", "age", None),
        ("46 years", "age", "age", 46),
        ("stiff in the mornings for about 15 mins", "age", "age", None),
        ("20 minutes", "age", "age", None),
        ("45 years in march", "age", "age", 45),
        ("I'm 46, 24 years on my knees", "age", "age", 46),
        ("7 at worst", None, "severity", 7),
        ("about 7 at its worst, 3 normally", None, "severity", 7),
        ("the worst is 8", None, "severity", 8),
        ("worst is at night", None, "severity", None),
        # The ten of a scale is no score.
        ("two out of ten at most", None, "severity", 2),
        ("two out of ten at most", "severity", "severity", 2),
        ("three at most, out of ten", "severity", "severity", 3),
        ("sort of a 3", "severity", "severity", 3),
        ("my knee hurts 3/10", None, "severity", 3),
        ("3/10 most days, 7/10 at worst", "severity", "severity", [3, 7]),
        ("6 out of 10 on stairs, 2 at rest", "severity", "severity", [2, 6]),
        ("pain started on 3/10", None, "severity", None),
    ],
    ids=str,
)
def test_ages_of_things_and_times_of_spells(text, asked, name, value) -> None:
    assert read_text(text, asked, today=TODAY).findings.get(name) == value


@pytest.mark.parametrize(
    ("text", "days"),
    [("2 weaks", 14), ("hurst since 3 weaks", 21), ("about 2 weak", 14), ("two weak ago", 14)],
)
def test_weeks_spelt_as_weakness_are_weeks(text, days) -> None:
    findings = read_text(text, "duration_days", today=TODAY).findings
    assert findings.get("duration_days") == days
    assert findings["present"] == []


def test_something_weak_that_is_counted_is_no_time() -> None:
    findings = read_text("i have two weak knees", today=TODAY).findings
    assert findings["present"] == ["weakness"]
    assert "duration_days" not in findings


def test_a_question_in_slang_states_no_place() -> None:
    assert "location" not in read_text("wot does calf mean??", "emergency_signs").findings
