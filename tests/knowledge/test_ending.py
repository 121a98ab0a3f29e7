"""What an ending says besides how soon to be seen (knowledge/ending.yml)."""

import re
from dataclasses import replace

import pytest
import yaml

from knowledge.answers import Answers
from knowledge.assessment import Assessment, assess_so_far
from knowledge.ending import PATH, SECTIONS, Case, ending_for, load_ending, read_ending
from knowledge.loading import ROOT, ContentError, load_front_matter
from knowledge.patterns import load_patterns
from knowledge.red_flags import load_red_flags
from knowledge.urgency import EMERGENCY, LEVELS, ROUTINE, SAME_DAY, SELF_CARE, WITHIN_DAYS
from tests.knowledge.cards import answers_of, load_cards

ENTRIES = [(name, entry) for name in SECTIONS for entry in load_ending().entries[name]]
FLAGS = load_red_flags()
CARDS = load_cards()

DOSE = re.compile(
    r"\b\d+\s*(mg|mcg|g|ml|grams?|x)\b|\bm(g|l)\b|\b(tablet|pill|capsule|dose|spoon)s?\b"
    r"|\b(once (a|per|every)|twice|times|daily|hourly)\b"
    r"|\bevery (\d+|few|four|six|eight) (hours|days)\b"
    r"|\b\d+ (sets|reps|repeats|minutes|seconds|weeks)\b",
    re.IGNORECASE,
)
DRUG = re.compile(
    r"\b(ibuprofen|paracetamol|acetaminophen|naproxen|diclofenac|aspirin|codeine|tramadol)\b",
    re.IGNORECASE,
)
PUSHING_ON = re.compile(
    r"through (the|it)\b|\bpush (on|past)|no gain|work it off|grin and bear", re.IGNORECASE
)
COMFORT = re.compile(
    r"\b(nothing (serious|to worry)|harmless|don't worry|do not worry|rules? out|you have)\b",
    re.IGNORECASE,
)
PERSONS = re.compile(r"\b(you|your|yours|my|mine|he|she|his|her|him)\b", re.IGNORECASE)
ACTIVE = re.compile(r"stronger|exercise|running|stretch|cycl|swap|build up|keep moving", re.I)


def texts(ending) -> list[str]:
    parts = (ending.speaks_against, ending.expect, ending.meanwhile, ending.cautions)
    return [advice.text for part in parts for advice in part]


def at(level: str, answers: Answers | None = None, patterns: tuple[str, ...] = (), flags=()):
    return ending_for(Case(answers or Answers(), level, tuple(flags), frozenset(patterns)))


def topics(advice) -> set[str | None]:
    by_text = {entry.text: entry.topic for _, entry in ENTRIES}
    return {by_text.get(one.text) for one in advice}


# -- What is written


@pytest.mark.parametrize(("section", "entry"), ENTRIES, ids=lambda item: getattr(item, "text", ""))
def test_an_entry_suits_anybody_and_gives_no_dose_no_drug_and_no_comfort(section, entry):
    assert not DOSE.search(entry.text)
    assert not DRUG.search(entry.text)
    assert not PUSHING_ON.search(entry.text)
    assert not PERSONS.search(entry.text)
    if "does not rule out" not in entry.text:
        assert not COMFORT.search(entry.text)
    assert len(re.findall(r"[.?]", entry.text)) <= 5


@pytest.mark.parametrize(
    "text",
    ["Take two tablets.", "200 mg is enough.", "Do it twice a day.", "Hold for 10 seconds."],
)
def test_a_dose_would_be_found(text):
    assert DOSE.search(text)


@pytest.mark.parametrize(("section", "entry"), ENTRIES, ids=lambda item: getattr(item, "text", ""))
def test_the_source_is_one_of_the_topic_that_says_more(section, entry):
    if entry.document is None:
        return
    metadata, _, _ = load_front_matter(ROOT / "knowledge" / "documents" / f"{entry.document}.md")
    assert entry.source in metadata["sources"]


def test_nothing_but_rest_is_written_for_what_should_be_seen_today():
    for entry in load_ending().entries["today"]:
        allowed = entry.text.replace("leave out exercise", "").replace("No running", "")
        assert not ACTIVE.search(allowed), entry.text


# -- What is said


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])
def test_an_ending_is_safe_and_of_some_length(card):
    assessment = assess_so_far(answers_of(card))
    ending, most = assessment.ending, load_ending().most
    said = texts(ending)
    assert len(said) == len(set(said))
    assert "{" not in "".join(said)
    assert len(ending.expect) <= most["expect"]
    assert len(ending.meanwhile) <= most["meanwhile"]
    assert len(ending.cautions) <= most["cautions"]
    if assessment.urgency == EMERGENCY:
        assert ending.meanwhile == ending.speaks_against == ()
        return
    assert ending.expect and ending.meanwhile
    if assessment.urgency in (SAME_DAY, WITHIN_DAYS):
        assert not topics(ending.meanwhile) & {"strength", "heat", "shoes", "cycling", "pharmacist"}
    if assessment.urgency == SAME_DAY:
        assert topics(ending.meanwhile) <= {"load", "infection", "warmth", "foot"}


@pytest.mark.parametrize("flag", [f for f in FLAGS.values() if f.level == EMERGENCY], ids=str)
def test_an_emergency_leaves_nothing_to_do_but_get_help(flag):
    everything = Answers(
        triggers=("running", "stairs_down", "prolonged_sitting", "lying_on_side"),
        history={"desk_job": "present", "runner": "present"},
        findings={"fever": "absent", "redness_heat": "absent"},
    )
    ending = at(EMERGENCY, everything, ("hip_related", "patellofemoral"), [flag])
    assert ending.meanwhile == ending.speaks_against == ()


def test_thoughts_of_suicide_get_no_talk_of_medicines_or_scans():
    answers = Answers(
        findings={"self_harm": "present"},
        history={"blood_thinners": "present", "steroid_use": "present"},
    )
    assert texts(assess_so_far(answers).ending) == []


@pytest.mark.parametrize("pattern", [p.id for p in load_patterns().patterns])
@pytest.mark.parametrize("level", [WITHIN_DAYS, ROUTINE, SELF_CARE])
def test_every_pattern_and_level_has_something_to_expect_and_to_do(level, pattern):
    ending = at(level, Answers(age=40, side="left"), (pattern,))
    assert ending.expect and ending.meanwhile
    if level == WITHIN_DAYS:
        assert not any(re.search("stronger", text, re.I) for text in texts(ending)[1:])


@pytest.mark.parametrize("flag", FLAGS.values(), ids=lambda flag: flag.id)
def test_a_red_flag_says_what_will_be_looked_for(flag):
    elsewhere = {"severe_pain", "chest_or_breath"}
    if flag.document == "emergencies-elsewhere" or flag.id in elsewhere:
        return
    assert "tests" in topics(at(flag.level, Answers(), (), [flag]).expect)


def test_what_will_be_done_goes_by_the_most_urgent_flag():
    answers = Answers(
        onset="sudden",
        injury=True,
        findings={"cannot_bear_weight": "present", "foot_cold_or_pale": "present"},
    )
    ending = assess_so_far(answers).ending
    assert [advice.source for advice in ending.expect] == ["limb-ischaemia-rcem"]


# -- Strengthening


STRONG = Answers(
    age=34, side="left", onset="gradual", injury=False, severity=4, location=("knee_front",)
)


def strengthens(answers: Answers, level: str = ROUTINE) -> bool:
    return "strength" in topics(at(level, answers, ("hip_related", "patellofemoral")).meanwhile)


def test_gentle_strengthening_is_for_pain_that_crept_up_on_a_sound_joint():
    assert strengthens(STRONG)
    assert not strengthens(STRONG, WITHIN_DAYS)
    assert not strengthens(STRONG, SAME_DAY)


@pytest.mark.parametrize(
    "change",
    [
        {"injury": True},
        {"onset": "sudden"},
        {"severity": 8},
        {"severity": None, "asked": {"severity": "not_sure"}},
        {"age": 15},
        *(
            {"findings": {name: status}}
            for name in ("swelling", "locking", "giving_way", "limp", "night_pain", "many_joints")
            for status in ("present", "uncertain")
        ),
        *(
            {"history": {name: status}}
            for name in ("knee_surgery", "joint_replacement", "osteoporosis", "cancer")
            for status in ("present", "uncertain")
        ),
        {"findings": {"pregnant": "present"}},
    ],
    ids=str,
)
def test_it_waits_where_something_may_be_damaged_or_is_not_known(change):
    assert not strengthens(STRONG.changed(**change))


# -- What is chosen by the answers


@pytest.mark.parametrize(
    ("facts", "topic"),
    [
        ({"triggers": ("stairs_down",)}, "stairs"),
        ({"triggers": ("running",)}, "running"),
        ({"triggers": ("prolonged_sitting",)}, "sitting"),
        ({"history": {"desk_job": "present"}}, "sitting"),
        ({"triggers": ("driving",)}, "driving"),
        ({"triggers": ("kneeling",)}, "bending"),
        ({"triggers": ("lying_on_side",)}, "lying"),
        ({"findings": {"limp": "present"}}, "aid"),
    ],
    ids=str,
)
def test_what_helps_goes_by_what_sets_it_off(facts, topic):
    assert topic in topics(at(ROUTINE, STRONG.changed(**facts)).meanwhile)
    assert topic not in topics(at(ROUTINE, STRONG).meanwhile)


def test_the_good_leg_is_not_spoken_of_when_both_hurt():
    stairs = {"triggers": ("stairs_up",)}
    one = texts(at(ROUTINE, STRONG.changed(**stairs)))
    both = texts(at(ROUTINE, STRONG.changed(**stairs, side="both")))
    assert any("good leg" in text for text in one)
    assert not any("good leg" in text for text in both)


def test_a_runner_with_groin_pain_does_not_run_on():
    answers = STRONG.changed(location=("hip_groin",), triggers=("running",))
    assert any("No running" in text for text in texts(at(ROUTINE, answers)))
    assert not any("build up" in text for text in texts(at(ROUTINE, answers)))


def test_hips_out_of_line_are_unfolded_and_read_about_first():
    told = assess_so_far(STRONG.changed(history={"hip_misalignment_told": "present"}))
    unfolded = next(one.text for one in told.ending.expect if "out of line" in one.text)
    for part in ("leg shorter", "pelvis", "odd shape", "buttock"):
        assert part in unfolded
    assert told.ending.documents[0] == "hip-misalignment-meaning"
    assert not any("out of line" in text for text in texts(assess_so_far(STRONG).ending))


def test_a_pattern_of_the_hip_is_unfolded_too():
    documents = at(ROUTINE, STRONG, ("hip_related",)).documents
    assert "hip-misalignment-meaning" in documents


# -- Cautions


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"history": {"blood_thinners": "present"}}, ("not be safe", "blood thinners")),
        ({"history": {"blood_thinners": "uncertain"}}, ("not be safe", "blood thinners: not sure")),
        ({"history": {"stomach_ulcer": "present"}}, ("not be safe", "stomach ulcer")),
        ({"history": {"kidney_disease": "present"}}, ("not be safe", "kidney")),
        ({"history": {"heart_disease": "present"}}, ("not be safe", "heart")),
        ({"history": {"asthma": "present"}}, ("not be safe", "asthma")),
        ({"age": 72}, ("not be safe", "age: 72")),
        ({"findings": {"pregnant": "present"}}, ("pregnant", "midwife")),
        ({"age": 12}, ("under 16",)),
        ({"history": {"diabetes": "present"}}, ("blood sugar",)),
        ({"history": {"diabetes": "present", "steroid_use": "present"}}, ("never stop",)),
        ({"history": {"osteoporosis": "present"}, "injury": True}, ("thin bones",)),
        ({"history": {"joint_replacement": "present"}}, ("team that put it in",)),
        ({"history": {"cancer": "present"}}, ("Mention the cancer",)),
    ],
    ids=str,
)
def test_a_caution_comes_from_the_answers(facts, words):
    said = [advice.text for advice in at(ROUTINE, STRONG.changed(**facts)).cautions]
    assert any(all(word in text.replace("With ", "with ") for word in words) for text in said), said
    assert at(ROUTINE, STRONG).cautions == ()


def test_an_age_that_was_not_told_raises_no_caution_without_a_name():
    unknown = STRONG.changed(age=None, asked={"age": "not_sure"})
    assert not any("()" in text for text in texts(at(ROUTINE, unknown)))
    assert not any("not be safe" in text for text in texts(at(ROUTINE, unknown)))


def test_passing_over_the_whole_history_raises_one_caution_and_not_a_list():
    unsure = dict.fromkeys(
        ("blood_thinners", "joint_replacement", "osteoporosis", "cancer", "steroid_use"),
        "uncertain",
    )
    said = at(ROUTINE, STRONG.changed(history=unsure)).cautions
    assert len(said) == 1 and "blood thinners: not sure" in said[0].text


def test_after_an_injury_nobody_is_told_that_a_scan_is_not_needed():
    hurt = STRONG.changed(injury=True, onset="sudden", age=58)
    assert any("X-ray is needed" in one.text for one in at(ROUTINE, hurt).expect)
    assert not any("not always needed" in one.text for one in at(ROUTINE, hurt).expect)
    patterns = ("patellofemoral",)
    assert not any("need no scan" in one.text for one in at(ROUTINE, hurt, patterns).expect)


def test_in_an_emergency_the_staff_are_told():
    answers = Answers(
        findings={"saddle_numbness": "present"}, history={"blood_thinners": "present"}
    )
    assert texts(assess_so_far(answers).ending)[1:] == ["Tell the staff at once (blood thinners)."]


# -- What speaks against something worse


CALM = {"fever": "absent", "redness_heat": "absent"}


def against(answers: Answers) -> str:
    return " ".join(advice.text for advice in assess_so_far(answers).ending.speaks_against)


def test_only_a_no_speaks_against():
    assert "infection" in against(STRONG.changed(findings=CALM))
    assert "infection" not in against(STRONG)
    assert "infection" not in against(STRONG.changed(findings={**CALM, "fever": "uncertain"}))
    assert "infection" not in against(STRONG.changed(findings={"fever": "absent"}))


def test_nothing_speaks_against_what_is_suspected_or_found():
    assert "infection" not in against(STRONG.changed(findings=CALM, suspected=("joint_infection",)))
    shivering = {**CALM, "shivering_unwell": "present"}
    assert "infection" not in against(STRONG.changed(findings=shivering))


@pytest.mark.parametrize("age", [60, None])
def test_a_break_is_not_spoken_away_at_an_age_when_bones_are_thin(age):
    told = {"cannot_bear_weight": "absent", "cannot_bend_knee": "absent"}
    fallen = Answers(age=age, injury=True, findings=told)
    assert "break" in against(replace(fallen, age=30))
    assert "break" not in against(fallen)


# -- The object of the contract


def test_the_object_says_it_with_sources_and_topics():
    answers = STRONG.changed(triggers=("stairs_down",), findings=CALM, severity=6)
    told = assess_so_far(answers.changed(age=70)).as_dict("112", [])
    for key in ("speaks_against", "expect", "meanwhile", "cautions"):
        assert told[key], key
        for row in told[key]:
            assert row["text"] and row["source"]["name"]
    assert told["meanwhile"][0]["document"]
    assert told["reasons"][0]["answers"] == ["Pain at its worst: 6 out of 10"]


def test_reasons_are_of_the_level_that_is_told():
    answers = Answers(severity=6, duration_days=(60, 60), findings={"calf_swelling": "present"})
    reasons = assess_so_far(answers).reasons
    assert [reason.answers for reason in reasons] == [("A swollen or sore calf",)]


def test_topics_in_an_emergency_are_those_of_its_flags():
    answers = Answers(
        location=("knee_front",),
        triggers=("stairs_down", "squatting"),
        findings={"saddle_numbness": "present"},
    )
    found: Assessment = assess_so_far(answers)
    assert found.documents == ("cauda-equina", "when-to-come-back")


# -- Mistakes in the file


@pytest.mark.parametrize(
    ("section", "change", "told"),
    [
        ("expect", {"source": "nobody"}, "no such source"),
        ("expect", {"document": "nowhere"}, "no such topic"),
        ("expect", {"when": "toothache"}, "not in the vocabulary"),
        ("cautions", {"not_when": "toothache"}, "not in the vocabulary"),
        ("today", {"flags": ["nothing_such"]}, "there is no such id"),
        ("expect", {"patterns": ["nothing_such"]}, "there is no such id"),
        ("meanwhile", {"levels": ["emergency"]}, "emergency"),
        ("meanwhile", {"levels": ["same_day"]}, "same_day"),
        ("today", {"levels": ["routine"]}, "levels"),
        ("meanwhile", {"dose": "much"}, "dose"),
    ],
    ids=str,
)
def test_a_mistake_is_named_with_its_place(tmp_path, section, change, told):
    data = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    data[section][0].update(change)
    path = tmp_path / "ending.yml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"ending\.yml:\d+: {section}\[0\].*{told}"):
        read_ending(path)


def test_levels_are_those_of_urgency():
    assert {level for _, entry in ENTRIES for level in entry.levels} == set(LEVELS)
