import pytest

from bot.nlu.evaluate import HELD_OUT, Guess, examples, macro_f1, scores


def test_scores_of_a_small_confusion():
    guesses = [
        Guess("a", "greet", "greet"),
        Guess("b", "greet", "thanks"),
        Guess("c", "thanks", "thanks"),
        Guess("d", "stop", "greet"),
    ]
    greet, stop, thanks = scores(guesses)
    assert (greet.precision, greet.recall, greet.f1) == (0.5, 0.5, 0.5)
    assert (stop.count, stop.f1) == (1, 0.0)
    assert thanks.f1 == pytest.approx(2 / 3)
    assert macro_f1([greet, stop, thanks]) == pytest.approx((0.5 + 0 + 2 / 3) / 3)


def test_the_held_out_set_is_read():
    rows = list(examples(HELD_OUT))
    assert len(rows) >= 250
    assert all(text and not text.startswith("-") for text, _ in rows)
