"""Everything a person reads can be read at the age of twelve.

The measure. The Flesch-Kincaid grade (Kincaid 1975; grade + 5 is about the age in years) counts
words a sentence and syllables a word. It is the one that patient leaflets are mostly judged by, and
of the formulas that need no list of graded words it is the steadiest on a hundred words and less.
But it is an average over many sentences: of one short line it says little ("Diabetes" alone scores
far beyond school), and SMOG, the other usual choice, is made for thirty sentences. So

* a text of thirty words or more has to come to grade 7 or less by itself;
* shorter ones are judged together, all that stand in one kind of place, to grade 6;
* no sentence anywhere is longer than twenty words, for that is what makes a single line hard;
* a word of three syllables or more that is not on the Dale-Chall list of easy words has to be
  on one of the two lists below: words a child of twelve uses, or medical words that must stand, and
  then the plain words for them stand beside them.

Syllables come from the CMU dictionary where it has the word (textstat 0.7.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import textstat
import yaml

from knowledge.address import ANYBODY, WRITER, Address, forms
from knowledge.ending import SECTIONS, load_ending
from knowledge.questions import load_questions
from knowledge.red_flags import load_red_flags
from knowledge.remarks import load_remarks
from knowledge.urgency import load_urgency
from knowledge.vocabulary import load_vocabulary

DOMAIN = Path(__file__).resolve().parents[1] / "domain.yml"

LONG_ENOUGH = 30
HIGHEST_GRADE = 7.0
HIGHEST_GRADE_TOGETHER = 6.0
LONGEST_SENTENCE = 20
HARD_FROM_SYLLABLES = 3

# Words of three syllables or more that a child of twelve uses or hears all the time.
FAMILIAR = """
allergic ambulance annoying appointment area cinema computer conversation cycling department
differently
disease earlier easier easily emergency emergencies examine examined example exercise expected
families illness illnesses included infected infection information inhaler injection injury
medicine operated operation painkiller pharmacist physiotherapist physiotherapy pregnancy
probably professional reaction regularly relative service specialist struggling suddenly suicide
summary surgery teenager temperature tingling unable understood uneven unevenly usual whatever
whoever
"""
# Names of things, which have no plainer word.
NAMES = frozenset({"patella", "pdf", "html", "telegram", "slack"})
# Medical words that must stand; one of the plain words has to stand in the same text.
MEDICAL = {
    "diagnose": {"doctor", "examine"},
    "diagnosis": {"examine"},
    "arthritis": {"worn"},
    "diabetes": {"sugar"},
    "psoriasis": {"rash"},
    "colitis": {"bowel"},
    "ulcerative": {"bowel"},
    "inflammatory": {"bowel"},
    "osteoporosis": {"bones"},
    "angina": {"heart"},
    "mri": {"scan"},
    "ultrasound": {"scan"},
    "chemotherapy": {"medicine"},
    "methotrexate": {"medicine"},
    "apixaban": {"medicine"},
    "warfarin": {"medicine"},
    "prednisolone": {"tablets"},
    "steroid": {"tablets", "medicine"},
    "antibiotic": {"medicine", "germs"},
    "antiinflammatory": {"medicines"},
    "ligament": {"band", "bands"},
    "tendon": {"band", "bands"},
    "fracture": {"crack", "broken"},
    "sickle": {"blood"},
}

MUM = Address("she", "mum")
# What actions and servers fill in; each is measured where it comes from.
FILLED_IN = {"emergency_number": "999", "keep_days": "30", "names": "fever"}


def filled(text: str, address: Address) -> str:
    """A text as it is read, for one person."""
    known = {**forms(address), **FILLED_IN}
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], ""), text)


def responses() -> Iterator[tuple[str, str]]:
    for name, variants in yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"].items():
        for number, variant in enumerate(variants):
            for address in (WRITER, MUM):
                text = filled(variant["text"], address).strip()
                if re.search("[a-z]", text):
                    yield f"response {name} {number} {address.pronoun}", text
            for button in variant.get("buttons", ()):
                yield f"button {name} {button['payload']}", button["title"]


def questions() -> Iterator[tuple[str, str]]:
    for question in load_questions().values():
        yield f"why {question.id}", question.why
        if question.meaning:
            yield f"meaning {question.id}", question.meaning
        for choice in question.choices:
            yield f"option {question.id} {choice.value}", f"{choice.label}. {choice.help or ''}"


def terms() -> Iterator[tuple[str, str]]:
    for term in load_vocabulary():
        yield f"term {term.value}", f"{term.label}. {term.help or ''}"


def red_flags() -> Iterator[tuple[str, str]]:
    for flag in load_red_flags().values():
        yield f"flag {flag.id}", filled(f"{flag.say} {flag.do or ''}", WRITER)


def remarks() -> Iterator[tuple[str, str]]:
    for remark in load_remarks():
        sayings = (remark.in_emergency, remark.by_ambulance, remark.otherwise)
        for number, saying in enumerate(each for each in sayings if each):
            for address in (WRITER, MUM, ANYBODY):
                name = f"remark {remark.kind} {number} {address.pronoun}"
                yield name, filled(saying.to(address), address)


def endings() -> Iterator[tuple[str, str]]:
    urgency = load_urgency()
    for name, level in urgency.levels.items():
        yield f"level {name}", f"{level.label}. {level.who_to_see}"
        for key in ("when", "when_self", "when_other"):
            if getattr(level, key):
                yield f"level {name} {key}", filled(getattr(level, key), MUM)
    for number, lift in enumerate(urgency.routine_when):
        yield f"reason {number}", lift.reason.text
    yield "reason self_care", urgency.self_care_reason.text
    yield "reason left_open", filled(urgency.left_open_reason, WRITER)
    yield "reason left_open_lifts", filled(urgency.left_open_lifts, WRITER)
    for number, advice in enumerate(urgency.safety_net):
        yield f"advice {number}", advice.text
    yield "advice disclaimer", urgency.disclaimer
    for section in SECTIONS:
        for number, entry in enumerate(load_ending().entries[section]):
            yield f"{section} {number}", filled(entry.text, WRITER)


TEXTS = [
    pytest.param(text, id=name)
    for source in (responses, questions, terms, red_flags, remarks, endings)
    for name, text in source()
]
KINDS = sorted({str(row.id).split()[0] for row in TEXTS} - {"button"})


def words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'’-]*", text)


def hard_words(text: str) -> set[str]:
    """The long words of a text that are on no list, in small letters."""
    found = {word.lower() for word in textstat.difficult_words_list(text, HARD_FROM_SYLLABLES)}
    known = {*FAMILIAR.split(), *MEDICAL, *NAMES}
    return {word for word in found if not {word, word.removesuffix("s")} & known}


def unexplained(text: str) -> set[str]:
    """The medical words of a text beside which no plain word stands."""
    words = {word.lower() for word in words_of(text)}
    words |= {word.removesuffix("s") for word in words}
    return {word for word in words & set(MEDICAL) if not MEDICAL[word] & words}


def long_sentences(text: str) -> list[str]:
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [each for each in sentences if len(words_of(each)) > LONGEST_SENTENCE]


@pytest.mark.parametrize("text", TEXTS)
def test_a_child_of_twelve_can_read_it(text):
    assert long_sentences(text) == []
    assert hard_words(text) == set()
    assert unexplained(text) == set()
    if len(words_of(text)) >= LONG_ENOUGH:
        assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE


@pytest.mark.parametrize("kind", KINDS)
def test_the_short_texts_of_one_kind_can_be_read_together(kind):
    texts = [str(row.values[0]) for row in TEXTS if str(row.id).split()[0] == kind]
    whole = " ".join(text if text[-1] in ".!?" else f"{text}." for text in texts)
    assert textstat.flesch_kincaid_grade(whole) <= HIGHEST_GRADE_TOGETHER


def test_the_measure_knows_a_hard_text():
    # Of the sort that is found in letters to a doctor.
    text = (
        "Persistent tenosynovitis necessitates multidisciplinary evaluation, particularly where"
        " degenerative alterations have been radiologically demonstrated, and the administration of"
        " anti-inflammatory preparations should be reconsidered in consultation with a specialist"
        " whenever contraindications become apparent."
    )
    assert long_sentences(text)
    assert {"multidisciplinary", "administration"} <= hard_words(text)
    assert textstat.flesch_kincaid_grade(text) > HIGHEST_GRADE
    assert unexplained("You may have osteoporosis.") == {"osteoporosis"}


@pytest.mark.parametrize("question", load_questions().values(), ids=lambda question: question.id)
def test_every_question_says_why_it_is_asked_and_what_it_means(question):
    assert question.why
    assert question.meaning or all(choice.help for choice in question.choices)
    assert question.meaning or question.choices
