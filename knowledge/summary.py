"""The answers in plain words, for the person to check and for whoever sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from knowledge.answers import ABSENT, MANY_VALUED, PRESENT, UNCERTAIN, Answers
from knowledge.areas import areas
from knowledge.hip_part import HIP, HIP_PLACES, is_whole_hip
from knowledge.questions import load_questions, plain_option
from knowledge.vocabulary import load_vocabulary

# Whom "she" may be.
OTHER = "other"

# The unit to tell a duration in: its length in days, and from how many days on it is used.
_UNITS = (("year", 365.0, 700.0), ("month", 30.4, 60.0), ("week", 7.0, 14.0), ("day", 1.0, 0.0))


def summarise(answers: Answers) -> list[str]:
    """One line for each thing that is known, what was denied included."""
    return [
        *_stated(answers),
        *_by_status(answers.findings, (("Not present", ABSENT),)),
        *_by_status(answers.history, (("No history of", ABSENT),)),
    ]


def summarise_briefly(answers: Answers) -> list[str]:
    """The same, short enough to read before saying "yes, that is right".

    Of what was denied it names only what would have been urgent.
    """
    return [*_stated(answers), *_by_status(_urgent_ones(answers), (("No", ABSENT),))]


def _stated(answers: Answers) -> list[str]:
    # The onset and the injury are one line.
    lines = [_WRITERS[name](answers) for name in _WRITERS if name != "injury"]
    return [
        *(line for line in lines if line),
        *_by_status(answers.findings, (("Signs", PRESENT),)),
        *_by_status(answers.history, (("History", PRESENT),)),
        *_by_status({**answers.findings, **answers.history}, (("Not sure about", UNCERTAIN),)),
    ]


def _urgent_ones(answers: Answers) -> dict[str, str]:
    urgent = load_questions()["emergency_signs"].options
    return {name: status for name, status in answers.findings.items() if name in urgent}


def _by_status(statuses: Mapping[str, str], headings: Iterable[tuple[str, str]]) -> list[str]:
    lines = []
    for heading, wanted in headings:
        names = [name for name, status in statuses.items() if status == wanted]
        if names:
            lines.append(f"{heading}: {_labels(names)}")
    return lines


def line_for(name: str, answers: Answers) -> str:
    """One answer in plain words, or an empty string where there is none.

    ``name`` is a slot, a finding or an item of history.
    """
    if name in _WRITERS:
        return _WRITERS[name](answers)
    status = {PRESENT: "yes", ABSENT: "no", UNCERTAIN: "not sure"}.get(answers.status(name) or "")
    return f"{load_vocabulary().label(name)}: {status}" if status else ""


def emptied_line(name: str) -> str:
    """What to say of a place, trigger or quality of which nothing is left."""
    return f"{_HEADINGS[name]}: nothing noted"


def duration_in_words(days: tuple[float, float]) -> str:
    """``(21, 28)`` days as ``3 to 4 weeks``."""
    low, high = days
    if high < 1:
        return "less than a day"
    unit, length, _ = next(row for row in _UNITS if high >= row[2])
    if unit == "month" and low == high and round(high / length) % 12 == 0:
        unit, length = "year", 365.0
    first, last = round(low / length), round(high / length)
    plural = "" if last == 1 else "s"
    return f"{last} {unit}{plural}" if first in (0, last) else f"{first} to {last} {unit}{plural}"


def _age(answers: Answers) -> str:
    return "" if answers.age is None else f"Age: {answers.age:g}"


def _who(answers: Answers) -> str:
    if answers.is_about_self:
        return ""
    return f"For: {answers.relation or _within_a_line(_label(answers.who or OTHER))}"


def _side(answers: Answers) -> str:
    return f"Side: {_labels([answers.side])}" if answers.side else ""


def _onset(answers: Answers) -> str:
    choice = "injury" if answers.injury is True else answers.onset
    if choice is None:
        return "Started: without an injury" if answers.injury is False else ""
    return f"Started: {_within_a_line(load_questions()['onset'].choice(choice).label)}"


def _duration(answers: Answers) -> str:
    if answers.duration_days is None:
        return ""
    return f"For how long: about {duration_in_words(answers.duration_days)}"


def _severity(answers: Answers) -> str:
    return "" if answers.severity is None else f"Pain at its worst: {answers.severity:g} out of 10"


def _location(answers: Answers) -> str:
    if is_whole_hip(answers):
        parts = [_label(place) for place in answers.location if place not in HIP_PLACES]
        labels = [plain_option(HIP)["label"], *parts]
        return f"{_HEADINGS['location']}: {', '.join(_within_a_line(each) for each in labels)}"
    if not answers.place_sides:
        return _many("location", _HEADINGS["location"])(answers)
    places = ", ".join(_within_a_line(area.label) for area in areas(answers))
    return f"{_HEADINGS['location']}: {places}"


def _many(name: str, heading: str) -> Callable[[Answers], str]:
    def write(answers: Answers) -> str:
        values = getattr(answers, name)
        return f"{heading}: {_labels(list(values))}" if values else ""

    return write


def _labels(values: list[str]) -> str:
    return ", ".join(_within_a_line(_label(value)) for value in values)


def _within_a_line(label: str) -> str:
    """The label without its capital, unless that belongs to the word itself."""
    first = label.split(" ", 1)[0]
    return (
        label if first == "I" or first[1:].lower() != first[1:] else label[:1].lower() + label[1:]
    )


def _label(value: str | None) -> str:
    term = load_vocabulary().find(value or "")
    return term.label if term else str(value)


_HEADINGS = dict(zip(MANY_VALUED, ("Where", "Worse with", "Feels"), strict=True))
_WRITERS: dict[str, Callable[[Answers], str]] = {
    "who": _who,
    "age": _age,
    "side": _side,
    **{name: _many(name, heading) for name, heading in _HEADINGS.items()},
    "location": _location,
    "onset": _onset,
    "injury": _onset,
    "duration_days": _duration,
    "severity": _severity,
}
