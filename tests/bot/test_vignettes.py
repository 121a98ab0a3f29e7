"""Patient cards held as conversations: the cards, the person, the conversation."""

import pytest
import yaml

from bot.evaluation.vignettes.cards import load_cards
from bot.evaluation.vignettes.conversation import MOST_TURNS, hold
from bot.evaluation.vignettes.patient import answer
from bot.shell_client import Said
from knowledge.loading import ContentError
from tests.bot.vignette_cards import FACTS, card

ROW = {
    "id": "one",
    "opening": "my left\n  knee hurts",
    "stated": ["who", "side"],
    "facts": FACTS,
    "says": {"severity": 4},
    "expected": "routine",
    "acceptable": ["routine", "self_care"],
    "red_flags": [],
    "pattern": "patellofemoral",
    "why": "Weeks of pain at the front of the knee.",
    "guideline": ["nice-ng226"],
}


# --- cards -------------------------------------------------------------------


def folder_of(tmp_path, *rows):
    (tmp_path / "some.yml").write_text(yaml.safe_dump(list(rows), sort_keys=False))
    return tmp_path


def test_a_card_is_read_whole(tmp_path):
    [read] = load_cards(folder_of(tmp_path, ROW))
    assert read.opening == "my left knee hurts"
    assert (read.file, read.stated) == ("some", ("who", "side"))
    assert read.says == {"severity": "4"}
    assert read.is_true("swelling") and read.is_true("runner") and read.is_true("thigh")
    assert not read.is_true("fever") and read.is_unsure_of("fever")


def test_a_card_may_state_nothing(tmp_path):
    row = {name: value for name, value in ROW.items() if name != "stated"}
    assert load_cards(folder_of(tmp_path, row))[0].stated == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"stated": ["mood"]}, "mood"),
        ({"acceptable": ["self_care"]}, "lacks the level expected"),
        ({"expected": "soon"}, "soon"),
        ({"opening": ""}, "opening"),
    ],
    ids=str,
)
def test_an_error_in_a_card_names_file_and_fault(tmp_path, wrong, told):
    with pytest.raises(ContentError) as raised:
        load_cards(folder_of(tmp_path, {**ROW, **wrong}))
    assert "some.yml" in str(raised.value) and told in str(raised.value)


def test_a_card_that_is_there_twice_is_an_error(tmp_path):
    with pytest.raises(ContentError, match="is there twice"):
        load_cards(folder_of(tmp_path, ROW, ROW))


def test_a_folder_without_cards_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_cards(tmp_path)


# --- the person --------------------------------------------------------------


def question(name, *options, kind="choice", **more):
    return {"id": name, "kind": kind, "options": [{"value": value} for value in options], **more}


def payload(said):
    return said.payload.partition("=")[2]


def all_answers(asked, times_put=1, **more):
    """What thirty people who differ in name alone say to a question."""
    return [answer(card(f"p{number}", **more), asked, times_put) for number in range(30)]


def test_some_type_and_some_tap_and_each_does_so_every_time():
    said = all_answers(question("side"))
    assert {each.text for each in said} == {None, "the left one"}
    assert {each.payload for each in said} == {None, "side=left"}
    again = all_answers(question("side"))
    assert [each.body(False)["text" if each.text else "payload"] for each in again] == [
        each.text or each.payload for each in said
    ]


def test_what_is_put_a_second_time_is_tapped():
    assert {each.payload for each in all_answers(question("side"), times_put=2)} == {"side=left"}


def test_own_words_are_typed_where_the_card_has_them():
    said = all_answers(question("severity"), says={"severity": "a 4, 7 on stairs"})
    assert {each.text for each in said} == {None, "a 4, 7 on stairs"}


@pytest.mark.parametrize(
    ("name", "facts", "wanted"),
    [
        ("onset", {"injury": True, "onset": "sudden"}, "injury"),
        ("onset", {"injury": False, "onset": "gradual"}, "gradual"),
        ("onset", {"onset": None}, "not_sure"),
        ("age", {"age": 2.5}, "2.5"),
        ("age", {"age": None}, "not_sure"),
        ("side", {"side": None}, "not_sure"),
        ("severity", {"severity": 0}, "0"),
        ("duration_days", {"duration_days": None}, "not_sure"),
        ("duration_days", {"unsure": ["duration_days"]}, "not_sure"),
        ("shoe_size", {}, "not_sure"),
        ("summary_confirmed", {}, "yes"),
    ],
    ids=str,
)
def test_single_answers(name, facts, wanted):
    said = answer(card(facts={**FACTS, **facts}), question(name), times_put=2)
    assert (said.payload.partition("=")[0], payload(said)) == (name, wanted)


@pytest.mark.parametrize(("days", "words"), [(21, "3 weeks"), ([14, 21], "2 to 3 weeks")], ids=str)
def test_how_long_is_told_in_words(days, words):
    said = answer(card(facts={**FACTS, "duration_days": days}), question("duration_days"))
    assert said.text == f"about {words}"


def test_of_a_list_what_is_so_is_tapped():
    asked = question("some_signs", "swelling", "limp", "none", kind="multi")
    assert {payload(each) for each in all_answers(asked, times_put=2)} == {"swelling"}


def test_of_a_list_nothing_is_chosen_where_nothing_is_so():
    assert payload(answer(card(), question("x", "limp", "none", kind="multi"))) == "none"
    assert payload(answer(card(), question("x", "limp", kind="multi"))) == "not_sure"


def test_who_does_not_know_one_of_a_list_says_so_and_then_which():
    signs = ("fever", "limp", "none")
    assert payload(answer(card(), question("x", *signs, kind="multi"))) == "not_sure"
    doubts = question("x", *signs, kind="multi", about_doubt=True)
    assert payload(answer(card(), doubts)) == "fever"
    sure = card(facts={**FACTS, "unsure": []})
    assert payload(answer(sure, doubts)) == "not_sure"


def test_words_for_everything_chosen_are_typed_and_for_a_part_are_not():
    asked = question("signs", "swelling", "runner", kind="multi")
    both = all_answers(asked, says={"swelling": "it is puffy", "runner": "I run"})
    assert {each.text for each in both} == {None, "it is puffy. I run"}
    one = all_answers(asked, says={"swelling": "it is puffy"})
    assert {each.payload for each in one} == {"signs=swelling,runner"}


def test_what_is_so_and_not_offered_is_typed():
    asked = question("location", "knee_front", kind="zones")
    said = all_answers(asked)
    assert any(each.text and "thigh" in each.text for each in said)
    assert "location=knee_front" in {each.payload for each in said}


# --- the conversation --------------------------------------------------------


class Script:
    """A client that answers as it was told to, and keeps what was said to it."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.heard: list[Said] = []
        self.begun = 0

    def begin(self):
        self.begun += 1
        return []

    def send(self, said):
        self.heard.append(said)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def asks(name, text="?"):
    return [{"text": text, "question": question(name)}, {"done": True}]


def ends(**assessment):
    return [{"text": "That is all."}, {"assessment": assessment}, {"done": True}]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"injury": True}, {"yes", "onset=injury"}),
        ({"injury": False, "onset": "sudden"}, {"no", "onset=sudden"}),
        ({"onset": "gradual"}, {"no, it came on bit by bit"}),
    ],
)
def test_whether_there_was_an_accident_is_answered_with_yes_or_no(facts, said):
    whether = {**question("onset", "injury", "sudden"), "about_injury": True}
    words = answer(card(facts=facts), whether)
    assert (words.text or words.payload) in said


@pytest.mark.parametrize(
    ("present", "said"),
    [
        (["morning_stiffness_long"], {"an hour or so", "stiff_time=morning_stiffness_long"}),
        (["stiffness"], {"a few minutes", "stiff_time=short"}),
    ],
)
def test_how_long_it_is_stiff_is_answered_from_the_card(present, said):
    asked = question("stiff_time", "short", "morning_stiffness_long")
    words = answer(card(facts={"present": present}), asked)
    assert (words.text or words.payload) in said


def test_a_conversation_is_held_to_its_ending():
    ending = ends(urgency="routine", red_flags=["x"], patterns=[{"id": "a"}, {"id": "b"}])
    client = Script(asks("onset"), asks("age"), asks("age"), ending)
    held = hold(card(), client)
    assert client.begun == 1
    assert client.heard[0].text == "my left knee hurts"
    assert client.heard[-1].payload == "age=41"
    assert (held.level, held.red_flags, held.patterns) == ("routine", ("x",), ("a", "b"))
    assert held.asked == ("onset", "age", "age")
    assert (held.questions, held.put_again) == (2, ("age",))
    assert held.said[:2] == (("person", "my left knee hurts"), ("bot", "?"))
    assert held.said[-1] == ("bot", "That is all.")


def test_what_asks_for_the_rest_of_a_list_is_no_question_put_again():
    rest = question("general_signs", "fever", "weight_loss", kind="multi", about_rest=True)
    first = question("general_signs", "fever", "weight_loss", "night_pain", kind="multi")
    put = [[{"text": "?", "question": each}, {"done": True}] for each in (first, rest)]
    held = hold(card(), Script(*put, ends(urgency="routine")))
    assert (held.asked, held.followed_up) == (("general_signs",), ("general_signs",))
    assert held.put_again == ()


def test_where_about_the_hip_is_another_question_than_where_it_hurts():
    part = question("location", "hip_groin", "hip_side", kind="zones", about_hip=True)
    first = [{"text": "?", "question": part}, {"done": True}]
    assert hold(card(), Script(first, ends(urgency="routine"))).asked == ("part_of_hip",)
    both = question("location", "knee_front", "hip_side", kind="zones", about_hip_and_knee=True)
    held = hold(card(), Script([{"question": both}], first, ends(urgency="routine")))
    assert (held.asked, held.followed_up) == (("part_of_hip",), ("part_of_hip",))


def test_whether_there_was_an_accident_is_another_question_than_how_it_began():
    whether = {**question("onset", "injury", "sudden"), "about_injury": True}
    first = [{"text": "?", "question": whether}, {"done": True}]
    assert hold(card(), Script(first, ends(urgency="routine"))).asked == ("injury",)


def test_an_answer_without_question_or_assessment_is_no_ending():
    assert hold(card(), Script([{"text": "Something went wrong."}])).level is None


def test_an_assessment_beside_a_question_is_no_ending_and_nobody_goes_on_for_ever():
    both = [{"assessment": {"urgency": "emergency"}}, *asks("age")]
    client = Script(both)
    assert hold(card(), client).level is None
    assert len(client.heard) == MOST_TURNS
