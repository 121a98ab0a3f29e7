"""Emergencies told in another language, and messages that are plainly not English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from bot.nlu.extract.foreign import UNKNOWN, language_of
from bot.nlu.learned.examples import MOVES, load_examples
from bot.nlu.reading import read_message
from knowledge.loading import ContentError
from knowledge.other_languages import (
    fold,
    load_languages,
    read_languages,
    told_in_other_languages,
)
from knowledge.red_flags import screen

EMERGENCIES = """
chest_or_breath | no puedo respirar
chest_or_breath | ¡Ayuda! Me duele muchísimo el pecho
chest_or_breath | je n'arrive plus à respirer
chest_or_breath | J'ai mal à la poitrine depuis ce matin
chest_or_breath | Brustschmerzen
chest_or_breath | ICH KRIEGE KEINE LUFT
chest_or_breath | nie mogę oddychać
chest_or_breath | nie moge oddychac
chest_or_breath | nu pot să respir
chest_or_breath | não consigo respirar
chest_or_breath | non riesco più a respirare
chest_or_breath | nefes alamıyorum
chest_or_breath | ma neefsan karo
chest_or_breath | لا أستطيع التنفس
chest_or_breath | سانس نہیں آ رہی
chest_or_breath | मैं सांस नहीं ले पा रहा
chest_or_breath | mujhe saans nahi aa rahi
chest_or_breath | seene mein bahut dard hai
chest_or_breath | ਮੈਨੂੰ ਸਾਹ ਨਹੀਂ ਆ ਰਿਹਾ
chest_or_breath | আমি শ্বাস নিতে পারছি না
chest_or_breath | મને શ્વાસ લેવામાં તકલીફ છે
chest_or_breath | 我胸口痛
chest_or_breath | не могу дышать
chest_or_breath | не можу дихати
stroke | mi marido tiene media cara caída y no puede hablar
stroke | meine Mutter hat einen hängenden Mundwinkel
stroke | mąż nie może mówić
heavy_bleeding | ça n'arrête pas de saigner
heavy_bleeding | Blut! Es hört nicht auf zu bluten
collapse | mój tata jest nieprzytomny
collapse | behosh ho gaye hain
chest_or_breath | no tengo fuerzas y me duele el pecho
self_harm | je veux mourir
self_harm | хочу умереть
self_harm | 我不想活了
cauda_equina | no siento las piernas
cauda_equina | ich kann nicht pinkeln seit gestern
chest_or_breath | my mum says me falta el aire, what do I do
"""
NO_EMERGENCIES = """
sin dolor de pecho
ich habe keine Brustschmerzen
brak bólu w klatce
göğüs ağrım yok
我没有胸痛
no tengo dolor en el pecho
je n'ai pas mal à la poitrine
non ho dolore al petto
não tenho dor no peito
nu am dureri în piept
me duele la rodilla
mein Knie tut weh
"""
LANGUAGES = """
es | hola, me duele la rodilla desde hace dos semanas
fr | j'ai mal au genou depuis trois semaines
de | mein Knie tut sehr weh beim Treppensteigen
it | mi fa male il ginocchio
pt | tenho dor no joelho há duas semanas
pl | boli mnie kolano od tygodnia
ro | mă doare genunchiul
tr | dizim çok ağrıyor
so | jilibka ayaa i xanuunaya
hi-Latn | mujhe ghutne mein dard hai
hi | मेरे घुटने में दर्द है
ur | گھٹنے میں درد ہے
ar | ركبتي تؤلمني
pa | ਮੇਰੇ ਗੋਡੇ ਵਿੱਚ ਦਰਦ ਹੈ
bn | আমার হাঁটুতে ব্যথা
gu | મને ઘૂંટણમાં દુખાવો છે
zh | 我膝盖痛
ru | колено болит
uk | болить коліно вже тиждень
"""
ENGLISH = [
    "me knee is killin me",
    "no",
    "si",
    "a la carte please",
    "i hav a soar nee wen i wlk dwn teh stiars",
    "au revoir, see you next week",
    "la la la",
    "knee pain",
    "der knee hurts, das is not gut",
    "ow ow ow ow",
    "C'est la vie, my hip is done for",
]


def rows(text: str) -> list[list[str]]:
    return [line.split(" | ") for line in text.strip().splitlines()]


@pytest.mark.parametrize(("flag", "text"), rows(EMERGENCIES))
@pytest.mark.parametrize("asked", [None, "emergency_signs"])
def test_an_emergency_in_another_language_is_heard(flag: str, text: str, asked: str | None) -> None:
    findings, words = read_message(text, asked)
    hit = screen(findings, words)
    assert hit is not None
    assert (hit.id, hit.level) == (flag, "emergency")
    assert findings["absent"] == []


@pytest.mark.parametrize("text", NO_EMERGENCIES.strip().splitlines())
def test_what_is_denied_or_no_emergency_is_none(text: str) -> None:
    assert told_in_other_languages(text) == ()


@pytest.mark.parametrize(("code", "text"), rows(LANGUAGES))
def test_a_language_is_known_by_its_letters_or_its_words(code: str, text: str) -> None:
    language = language_of(text)
    assert language is not None
    assert language.code == code


@pytest.mark.parametrize(
    "text", ["膝が痛いです", "무릎이 아파요", "Το γόνατό μου πονάει", "زانوی چپم"]
)
def test_what_is_not_listed_is_only_not_english(text: str) -> None:
    assert language_of(text) is UNKNOWN


@pytest.mark.parametrize("text", ENGLISH)
def test_english_however_it_is_spelt_is_english(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize("text", ["ｍｙ ｋｎｅｅ ｈｕｒｔｓ", "𝗺𝘆 𝗸𝗻𝗲𝗲 𝗵𝘂𝗿𝘁𝘀"])
def test_wide_and_bold_letters_are_english_too(text: str) -> None:
    assert language_of(text) is None


def test_no_english_example_is_taken_for_another_language() -> None:
    assert [text for text in english() if language_of(text)] == []


def test_no_english_example_tells_of_an_emergency_in_another_language() -> None:
    told = [text for text in english() if told_in_other_languages(text)]
    # Written in both languages on purpose.
    assert [text for text in told if not set(SPANISH) & set(fold(text))] == []


SPANISH = ("falta", "puede", "desmayo")


def english() -> Iterator[str]:
    """All that understanding is trained on, from an answer of one word to a long story."""
    yield from (example.text for example in load_examples())
    for path in sorted(MOVES.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            yield from (line.removeprefix("- ") for line in block["examples"].splitlines())


@pytest.mark.parametrize("language", load_languages().values(), ids=lambda each: each.code)
def test_every_language_has_the_signs_that_kill(language) -> None:
    needed = {"breathless", "chest_pain", "stroke_signs", "heavy_bleeding", "collapse", "self_harm"}
    assert needed <= set(language.phrases.values())
    assert "{emergency_number}" in language.say
    assert language.common or language.script


def test_a_finding_that_is_none_is_refused(tmp_path) -> None:
    broken = tmp_path / "other_languages.yml"
    broken.write_text("xx: {name: X, say: '{emergency_number}', phrases: {no_such: [ab]}}\n")
    with pytest.raises(ContentError, match="no_such"):
        read_languages(broken)
