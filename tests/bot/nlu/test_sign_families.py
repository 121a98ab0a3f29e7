"""Signs told by families of lay words, and what sounds like one and is none."""

import pytest

from bot.nlu.extract.understanding import understand
from bot.nlu.reading import read_message
from knowledge.red_flags import screen
from knowledge.urgency import SAME_DAY, at_least


def alarm_of(text: str) -> str | None:
    hit = screen(*read_message(text))
    return hit.id if hit and at_least(hit.level, SAME_DAY) else None


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        # What went into a knee, and what cut it.
        ("rusty spike went through my shin, it's swelling", {"wound_by_the_joint"}),
        ("stepped on a pitchfork, the prong went into my knee, swollen", {"wound_by_the_joint"}),
        ("kneecap gashed open by the barbed wire and it's puffing up", {"wound_by_the_joint"}),
        ("cut my knee on coral yesterday, swelling now", {"wound_by_the_joint"}),
        ("dog bit my knee and it's swollen", {"wound_by_the_joint"}),
        ("the neighbour's dog bit my knee, it's swollen", {"wound_by_the_joint"}),
        ("fell on a spike, hole by the knee, pain is 8/10", {"opened_joint"}),
        ("nail went into my knee joint, pain 9/10", {"opened_joint"}),
        # A knock to the head.
        ("he walloped his head off the kerb", {"knock_to_the_head"}),
        ("got a dunt on the head from the swing door", {"knock_to_the_head"}),
        ("smacked my noggin on the beam", {"knock_to_the_head"}),
        ("blood thinners, clonked heid aff the door", {"head_injury"}),
        ("toddler fell head first off the couch", {"knock_to_the_head"}),
        ("came off my bike, helmet cracked, head aches", {"knock_to_the_head"}),
        # A bone that may be broken, a joint that is out.
        ("I'm convinced my shin's snapped", {"said_to_be_broken"}),
        ("tree limb came down on my leg and I reckon it's broke", {"said_to_be_broken"}),
        ("hip came out of its socket I think, leg all twisted", {"dislocation_or_tendon"}),
        ("the bone is pushing out under the skin by my knee", {"dislocation_or_tendon"}),
        # Standing.
        ("can only hop", {"cannot_stand"}),
        ("I've to crawl to the loo", {"cannot_stand"}),
        ("not a chance of standing on that leg", {"cannot_stand"}),
        ("I'm 91 and went over in the bathroom, I can't get up on that leg", {"hip_fracture"}),
        ("slid on wet leaves, thigh pain, and I can't stand on it", {"hip_fracture"}),
        ("brittle bones and the leg went from under me, can't stand", {"bone_gave_way"}),
        ("osteoporosis: turned round and my hip just went, can't stand", {"bone_gave_way"}),
        # Others.
        ("wee one got intae ma co-codamol", {"overdose"}),
        ("my two year old has eaten my nan's heart pills", {"overdose"}),
        ("cannae go on wi this pain, better aff deid", {"self_harm"}),
        ("haven't the will to go on", {"self_harm"}),
        ("face like a balloon after the antibiotics", {"severe_allergy"}),
        ("calf came up after the long flight", {"leg_clot"}),
        ("knee like a basketball ten minutes after", {"fast_swelling"}),
        ("why is my leg an inch shorter all of a sudden", {"leg_changed", "hip_fracture"}),
        ("my back's sore and my foot flaps when I walk", {"dropped_foot"}),
        ("jumped, bang, and now I can't straighten the leg", {"dislocation_or_tendon"}),
    ],
)
def test_a_family_is_understood(text: str, flags: set[str]) -> None:
    assert alarm_of(text) in flags


@pytest.mark.parametrize(
    "text",
    [
        "nail varnish on my toes, knee sore from kneeling",
        "I cut my knee on a rock when I was eight, scar only",
        "I had the knee cut open for the replacement in 2015",
        "dog jumped on my knee and it clicks",
        "can hop, skip and jump, knee only twinges",
        "I think my Fitbit is broken, knee aches after 5k",
        "I reckon my bike is broke so I walk, knee's tired",
        "I'm sure nothing's broken",
        "hip came out of place in 2012, fixed since",
        "how often do metal hips come out of the socket??",
        "toddler ate my toast, knee aches from chasing him",
    ],
)
def test_a_family_takes_in_nothing_else(text: str) -> None:
    assert alarm_of(text) is None


@pytest.mark.parametrize(
    ("figure", "earnest"),
    [
        (
            "red hot form I was in til the knee started grumbling",
            "red hot form, but now the knee is hot as well",
        ),
        (
            "my wallet's been bleeding since I took up knee physio",
            "my wallet's bleeding and so is my leg, it won't stop bleeding",
        ),
        ("hit the nail on the head, knee arthritis", "the nail gun hit me on the head, knee sore"),
        (
            "banging my head against a brick wall with the GP about my knee",
            "I banged my head against a brick wall when I fell",
        ),
        (
            "days getting shorter and my knee achier",
            "the days are shorter and since yesterday my left leg is shorter too",
        ),
        ("my deckchair collapsed under me, knee scraped", "my dad collapsed, he won't wake"),
        ("stroke of luck got me a physio slot", "stroke of bad luck, now his face droops"),
        ("my ego swelled instantly, knee's ok", "I fell and the knee swelled up instantly"),
        ("I can't stand queues", "can't stand since I fell in the queue"),
        ("I can't stand these trainers, knee aches", "I can't stand on my leg in these trainers"),
        (
            "I can't put weight on, skinny as ever, knees achy",
            "I can't put weight on it, skinny as I am",
        ),
        (
            "hamstrings tight as a drum, ease with stretching",
            "hamstring tight as a drum, agony, stretching does not ease it",
        ),
        ("puppy is limping", "my son is six and limping like our puppy"),
        ("our horse collapsed in the field", "the horse threw him and he collapsed, won't wake"),
        (
            "my 7 year old pretends to limp like a pirate",
            "my 7 year old limps like a pirate",
        ),
        (
            "man on the telly clutching his chest while I was icing my knee",
            "I am clutching my chest in front of the telly",
        ),
        (
            "so much blood on that show, while I iced my knee",
            "so much blood, it won't stop, came on during that show",
        ),
        (
            "my eyes swelled up within minutes, knee is just stiff",
            "my knee swelled up within minutes of the fall",
        ),
        (
            "straight leg raise fine, full extension, mild ache",
            "straight leg raise impossible, no extension",
        ),
        (
            "years ago I took a double dose by mistake, no harm",
            "an hour ago I took a double dose by mistake",
        ),
        (
            "took an overdose at 17, thirty years back, well now",
            "took an overdose at 7, feel sick",
        ),
        ("head injury in 1970s, I'm 70, here for a knee", "head injury today, I'm 70"),
        (
            "out of puff running for the bus, I'm unfit, always am",
            "out of breath lying down, I'm unfit but this is new",
        ),
        ("66, I love the fall colours, hip stiff after the hike", "66, had a fall, hip sore"),
        ("fell about laughing, 72, hip a bit stiff", "fell in the shop, 72, hip a bit stiff"),
    ],
)
def test_a_figure_of_speech_raises_nothing_and_the_sign_itself_does(
    figure: str, earnest: str
) -> None:
    assert (alarm_of(figure), alarm_of(earnest) is not None) == (None, True)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("sudden severe hip pain", "sudden_hip_pain"),
        ("ma hip just went, pure agony, came oot o naewhere", "sudden_hip_pain"),
        ("side of hip, sudden, excruciating", "sudden_hip_pain"),
    ],
)
def test_the_direst_words_make_one_suspect_what_a_number_would_tell(text: str, flag: str) -> None:
    findings, words = read_message(text)
    hit = screen(findings, words)
    assert hit is not None
    assert (hit.id, hit.suspected, "severity" in findings) == (flag, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "had severe hip pain last year, gone now",
        "severe weather stops me walking, hip stiff",
        "hip isn't agony, just nags",
        "is it normal to have severe hip pain after surgery? mine is fine",
        "agony aunt said to rest the hip",
    ],
)
def test_other_dire_words_do_not(text: str) -> None:
    assert alarm_of(text) is None


@pytest.mark.parametrize(
    ("text", "injury"),
    [
        ("toppled over in the hall", True),
        ("slid off the bed", True),
        ("horse stood on me", True),
        ("couped over in the garden", True),
        ("legs went from under me on the ice", True),
        ("went over it in my mind", None),
        ("the price slid down", None),
        ("I love the fall colours", None),
    ],
)
def test_a_fall_may_be_told_without_the_word(text: str, injury: bool | None) -> None:
    assert understand(text).get("injury") is injury


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("had breast cancer, my hip hurts every night", "pain_after_cancer"),
        ("kidney cancer before, knee hurts all night long", "pain_after_cancer"),
        ("i have reduced 8 kg without any reason, thigh pain", "weight_loss"),
    ],
)
def test_what_can_wait_some_days_is_noticed(text: str, value: str) -> None:
    hit = screen(*read_message(text))
    assert hit is not None
    assert hit.id == value


def test_a_child_whose_legs_ache_at_night_is_not_taken_for_one_that_wakes() -> None:
    assert alarm_of("5yo whines his legs ache at night, skips about in daytime") is None


@pytest.mark.parametrize(
    "text",
    [
        "like a knife going into my knee",
        "feels like a nail went through my kneecap",
        "pins and needles went right into my leg",
    ],
)
def test_what_a_pain_is_like_is_no_wound(text: str) -> None:
    assert "open_wound" not in understand(text)["present"]
