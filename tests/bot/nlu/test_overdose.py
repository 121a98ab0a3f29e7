"""Too much of a medicine, a dose too many, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import understand
from bot.nlu.reading import read_message
from knowledge.red_flags import screen

FAR_TOO_MUCH = """
i took 12 paracetamol by mistake
I have taken 20 tramadol
took 16 paracetemol today, knee is agony
i took 10 nurofen this morning because the knee was so bad
I've had about 15 panadol since this morning
18 co-codamol gone since last night
I've just taken a whole strip of naproxen
took loads of ibuprofen last night
swallowed a fistful of pills
necked a load of codeine
i've taken too many co-codamol
ive taken to many tramadol
i've overdosed
overdosed on paracetamol
we think gran has overdosed on her co-codamol
she has had too much morphine
my mum has had double her morphine and is drowsy
he took his tablets twice this morning and is confused
i took 8 co-codamol at once and feel sick
dad took his fentanyl patch off late and put on two patches, he's very sleepy
accidentally took double my oramorph
I took my insulin twice
i have been taking my methotrexate every day instead of weekly
kid ate a handful of ibuprofen
my toddler drank the whole bottle of calpol
my 3 year old got hold of my tablets
my little boy ate my nurofen
he's 2, he was sucking my ibuprofen
no idea how many paracetamol i've had today
our toddler got into my ibuprofen
my toddler chewed up half of my blood pressure tablets
he took the entire week's blister pack, painkillers and all
nan emptied a bottle of tablets into herself
i took 20 paracetamol for my left knee
i took nearly 30 paracetamol an hour ago
i took 30 paracetamol because i wanted to sleep
took 30 paracetamol at 11
took 30 paracetamol at 14:00 today
i took 20 tramadol, my back in agony
i've taken 32 paracetamol prescribed for mum
i took 3 boxes of co-codamol
i'm ashamed to say i took 20 paracetamol
i don't know if i took 30 paracetamol or more
tipped a bottle of pills into my mouth
"""
A_DOSE_TOO_MANY = """
took my tablets twice today
i had my warfarin twice yesterday
gave my mum her tablets twice
took four paracetamol twice by mistake
i accidently took 2 naproxen instead of one
i accidentally took 6 paracetamol instead of two
took a double dose of naproxen this morning
doubled up on my naproxen by mistake
I took 4 nurofen in one go
i took 6 ibuprofen
i took one too many co-codamol
took an extra tramadol last night
took more paracetamol than i should have
took two doses of ibuprofen too close together
forgot i'd had my tablets and took them again
took paracetamol and co-codamol together
i accidentally took my husband's tablets
my dad took the wrong tablets
took my naproxen twice today by mistake. my ulcer was years ago
mum took her thyroid tablet double
i took my morning dose of naproxen, forgot and took it again
gave dad his evening pill and then my sister gave it to him again
i've had 12 paracetamol a day for a week
i take 10 co-codamol a day
"""
NOTHING_OF_THE_KIND = """
can i take two paracetamol
how many ibuprofen is too many
what happens if i take too many paracetamol
say i took 2 extra tablets by mistake, would that be bad? havent done it
would it be bad if i took 12 paracetamol
can you overdose on ibuprofen
is it ok to double my dose
I take 2 co-codamol a day as prescribed
i take 8 paracetamol a day
i have taken 8 paracetamol a day for years
i take 10 tablets a day for my heart
took all my tablets this morning as usual
i take my tablets twice a day
i took two ibuprofen and it didn't help
i took naproxen twice and it did nothing
took ibuprofen for 10 days
i took 2 paracetamol this morning and 2 at lunch
took 400mg ibuprofen
took 1000 mg of paracetamol
i haven't taken too many tablets
i don't want to take too many tablets
i was told not to take too much ibuprofen
my gp doubled my dose of naproxen
i was given 28 paracetamol
i've got 12 tramadol left
i took an overdose years ago
I took an overdose at nineteen. I'm fifty now, and it's only a knee
my friend took an overdose last year
in the play I'm in she takes an overdose and I have to kneel, my poor kneecap
i've had 9 operations and take tramadol
i've had loads of injections and painkillers
i've taken lots of painkillers over the years
doubled my physio exercises
I overdid it
overdose of sport
i overdosed on chocolate at christmas
i took the wrong bus and my knee hurts, paracetamol helps
gave my son calpol for his knee and it helped
my daughter took ibuprofen for her knee
too many stairs, took a nurofen
i took every tablet as prescribed and it still hurts
the doctor gave me 30 codeine tablets
they gave me 28 tramadol to take home
mum had a bottle of morphine at home
i drank too much last night and then took two paracetamol
i ate too much and took omeprazole
my daughter took my mum's medicine to the chemist
i nearly took 30 paracetamol
can i take 12 paracetamol a day
i took two nurofen together with food
my daughter ate her dinner and then i gave her calpol
i took 30 paracetamol. that was years ago
"""


def flagged(text: str) -> str | None:
    findings, words = read_message(text)
    hit = screen(findings, words)
    return hit.id if hit else None


@pytest.mark.parametrize("text", FAR_TOO_MUCH.strip().splitlines())
def test_far_too_much_is_an_emergency(text: str) -> None:
    assert flagged(text) == "overdose"


@pytest.mark.parametrize("text", A_DOSE_TOO_MANY.strip().splitlines())
def test_a_dose_too_many_is_asked_about_today(text: str) -> None:
    assert flagged(text) == "extra_dose"


@pytest.mark.parametrize("text", NOTHING_OF_THE_KIND.strip().splitlines())
def test_what_is_usual_asked_past_or_no_medicine_is_none(text: str) -> None:
    assert not {"overdose", "extra_dose", "self_harm"} & set(understand(text)["present"])
    assert flagged(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "i took an overdose because i want to die",
        "i took 30 paracetamol an hour ago on purpose, i don't want to live",
        "i've swallowed the whole packet of tablets and i want to die",
    ],
)
def test_a_wish_to_die_is_heard_beside_it(text: str) -> None:
    assert {"overdose", "self_harm"} <= set(read_message(text)[0]["present"])


@pytest.mark.parametrize(
    "text",
    [
        "my toddler swallowed a handful of tablets",
        "swallowed a whole strip of tablets by mistake, i lost count",
    ],
)
def test_a_mistake_is_no_wish_to_die(text: str) -> None:
    present = read_message(text)[0]["present"]
    assert "overdose" in present
    assert "self_harm" not in present


def test_what_is_usual_says_nothing_against_a_wish_that_is_of_no_medicine() -> None:
    assert "self_harm" in read_message("as always I wish I was gone")[0]["present"]


def test_what_a_message_does_not_count_is_not_found_in_words_alone() -> None:
    assert understand("9 weeks of naproxen and 12 sessions of physio")["present"] == []
