"""Signs and beginnings that innocent words sound like, and the same told in earnest."""

import pytest

from bot.nlu.extract.message import read_by_rules
from bot.nlu.reading import read_message
from knowledge.red_flags import screen

_SUDDEN = "sudden"


def present(text: str) -> list[str]:
    return list(read_by_rules(text).findings["present"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("self_harm", "I think of taking all the stairs slowly"),
        ("self_harm", "Thinking about taking all the advice on board"),
        ("self_harm", "I thought about taking all my tablets on holiday"),
        ("self_harm", "should I be thinking of taking the whole packet for a week"),
        ("self_harm", "GP tempted to take them all off me"),
        ("self_harm", "My knee lost the will to live on the hills"),
        ("self_harm", "I've lost the will to live waiting for physio"),
        ("self_harm", "Do people think of taking all the tablets?"),
        ("fresh_fracture", "I'm sure my hips are shattered after that spin class"),
        ("fresh_fracture", "I swear my knees are busted from years of football"),
        ("fresh_fracture", "Sounds like my knee cracked when I squat"),
        ("fresh_fracture", "I think it broke him, the divorce"),
        ("fresh_fracture", "scared it might be broken"),
        ("head_injury", "The lump at my temple has been there years"),
        ("head_injury", "I've a lump on my head, a cyst for years"),
        ("head_injury", "lump on the head of my tibia"),
        ("head_injury", "thumped the head of my kneecap"),
        ("head_injury", "My helmet got broken in storage"),
        ("head_injury", "caught my head cold off the kids"),
        ("open_wound", "The needle went into my knee for the injection last week"),
        ("open_wound", "Metal went in my knee at surgery"),
        ("open_wound", "Wire was pushed through my kneecap in the operation"),
        ("open_wound", "hole in my knee brace"),
        ("open_wound", "Hole near my knee in my jeans"),
        ("open_wound", "sat on a knife edge"),
        ("overdose", "Two year old been into my patch of tulips"),
        ("cannot_bear_weight", "I have to hop and jump at netball"),
        ("foot_numb", "foot flaps when I run in loose trainers"),
        ("popped", "I landed, bang on time"),
        ("swelling", "Knee is up since this morning on a pillow"),
        ("night_pain", "My neighbour's music was throbbing all night"),
    ],
)
def test_innocent_words_are_no_sign(value: str, text: str) -> None:
    assert value not in present(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("self_harm", "I've been thinking about taking all my tablets"),
        ("self_harm", "thinking of taking all my heart tablets and being done"),
        ("self_harm", "thinking about taking all the pills on Friday"),
        ("self_harm", "I thought about taking the lot"),
        ("self_harm", "thought about taking all of them at once"),
        ("self_harm", "been thinking of taking them all for two weeks"),
        ("self_harm", "tempted to take them all"),
        ("self_harm", "tempted to take the whole packet"),
        ("self_harm", "does anyone else think of taking all their... I think of taking them all"),
        ("self_harm", "I have lost the will to live"),
        ("self_harm", "lost the will to live with this pain"),
        ("self_harm", "lost the will to live waiting for physio, I want to die"),
        ("self_harm", "thought of taking all my tablets on holiday to end it"),
        ("self_harm", "thinking of taking all my tablets with me to heaven"),
        ("self_harm", "my knee lost the will to live and so have I"),
        ("fresh_fracture", "I'm convinced my shin's snapped"),
        ("fresh_fracture", "pretty sure the kneecap's smashed"),
        ("fresh_fracture", "sure my kneecap is cracked"),
        ("fresh_fracture", "I reckon it broke when I fell"),
        ("fresh_fracture", "I think the kick broke her leg"),
        ("fresh_fracture", "fell off my bike, scared it might be broken"),
        ("fresh_fracture", "scared my knee might be broken after falling off my bike"),
        ("fresh_fracture", "I swear it cracked when the car hit me"),
        ("fresh_fracture", "I'm sure it's shattered, fell off the roof"),
        ("fresh_fracture", "X-ray says bone looks broken"),
        ("head_injury", "got a lump on his head after the fall"),
        ("head_injury", "fell, lump on my head, I've had knee pain for years"),
        ("head_injury", "thumped my head on the shelf"),
        ("head_injury", "came off my bike, helmet broken"),
        ("head_injury", "caught my head on the door"),
        ("open_wound", "a needle went into my knee when I knelt on it"),
        ("open_wound", "metal went in my knee at work"),
        ("open_wound", "wire was pushed through my kneecap by a digger"),
        ("open_wound", "fell on a spike, hole in my knee"),
        ("open_wound", "sat on a knife"),
        ("overdose", "two year old been into my patches"),
        ("overdose", "two year old been into my patch of fentanyl"),
        ("cannot_bear_weight", "I have to hop and it's agony"),
        ("foot_numb", "foot flaps when I walk in my trainers"),
        ("foot_numb", "back pain, foot flaps when I run in loose trainers"),
        ("popped", "I landed, bang, knee gave"),
        ("popped", "I landed, bang on my knee"),
        ("swelling", "knee's up since this morning"),
        ("swelling", "knee is up since I slipped on the stool"),
        ("night_pain", "my knee was throbbing all night"),
    ],
)
def test_the_sign_itself_is_found(value: str, text: str) -> None:
    assert value in present(text)


def test_a_break_that_is_only_feared_is_in_doubt() -> None:
    assert read_by_rules("scared it might be broken").findings["uncertain"] == ["fresh_fracture"]


@pytest.mark.parametrize(
    ("text", "injury"),
    [
        ("I went over at the weekend to my mum's", None),
        ("I went over on Sunday to the hospital", None),
        ("Went over last week to see the GP", None),
        ("I went over this with the doctor", None),
        ("Metal went in my knee at surgery", None),
        ("hole in my knee brace", None),
        ("I landed, bang on time", None),
        ("I think it broke him, the divorce", None),
        ("I went over in the bathroom", True),
        ("went over on Sunday, knee sore", True),
        ("went over on Sunday going to the hospital", True),
        ("went over this morning getting out of the bath", True),
        ("went over on my way to the shops", True),
        ("went over yesterday to the left side, knee sore", True),
    ],
)
def test_a_visit_is_no_fall(text: str, injury: bool | None) -> None:
    assert read_by_rules(text).findings.get("injury") is injury


@pytest.mark.parametrize("text", ["Pain all night long", "knee hurts all night"])
def test_what_hurts_all_night_hurts_by_night(text: str) -> None:
    findings = read_by_rules(text).findings
    assert ("night_pain" in findings["present"], findings["triggers"]) == (True, ["night"])


@pytest.mark.parametrize(
    ("text", "is_sudden"),
    [
        ("no build up of fluid", False),
        ("no build-up of heat in the knee", False),
        ("it never came on slowly so much as over years", False),
        ("It came on mid thirties", False),
        ("started mid-life", False),
        ("Knee just gave me bother for years", False),
        ("started in the middle of winter", False),
        ("i was walking and then it went well", False),
        ("I get sudden sharp pains in hip", False),
        ("it hurts suddenly when I turn", False),
        ("the bus braked suddenly and I grabbed the pole", False),
        ("suddenly upped my mileage, knee sore since", False),
        ("Dad died suddenly, hip sore since", False),
        ("no build up to it", True),
        ("no build up of pain, it was just there", True),
        ("it never came on slowly", True),
        ("it came on mid walk", True),
        ("it started in the middle of dinner", True),
        ("i was stirring the soup and then it went", True),
        ("knee just gave", True),
        ("Sudden sharp pains in hip, 9/10", True),
        ("hip pain suddenly when I walk, 10/10, age 80", True),
        ("hurts suddenly in hip since last night 9/10", True),
        ("The bus braked suddenly and hip 10/10", True),
    ],
)
def test_how_it_began(text: str, is_sudden: bool) -> None:
    assert (read_by_rules(text).findings.get("onset") == _SUDDEN) is is_sudden


@pytest.mark.parametrize(
    ("text", "is_dire"),
    [
        ("I run a murder mystery; hip went all at once", False),
        ("My son is murder to look after, hip sore suddenly", False),
        ("Severe storm, hip sore suddenly", False),
        ("hip is murder, came on suddenly", True),
        ("severe hip pain suddenly", True),
        ("hip, sudden, severe", True),
        ("hip sore suddenly, it's murder", True),
        ("suddenly my hip is pure torture", True),
    ],
)
def test_only_pain_is_dire(text: str, is_dire: bool) -> None:
    hit = screen(*read_message(text))
    assert (hit is not None and hit.id == "sudden_hip_pain") is is_dire
