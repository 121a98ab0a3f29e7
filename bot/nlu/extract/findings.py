"""The shape in which understanding is handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Findings = dict[str, Any]

LISTS = ("present", "absent", "history", "uncertain")
MANY = ("location", "triggers", "quality")


class Asked(Protocol):
    """A question, as far as understanding needs to know it."""

    @property
    def id(self) -> str:
        """Its name, which is the slot's."""

    @property
    def kind(self) -> str:
        """One of yes_no, choice, multi, number, zones, text."""

    @property
    def mandatory(self) -> bool:
        """Whether its signs have to be known."""

    @property
    def options(self) -> Sequence[str]:
        """The canonical values one may choose."""

    def choice(self, value: str) -> Choice:
        """The option with this value."""


class Pending(Asked, Protocol):
    """The pending question, with the part of it that is to be seen."""

    @property
    def shown(self) -> Sequence[str]:
        """The options shown, in that order: "the first one" is the first of these."""


class Choice(Protocol):
    """One option of a question."""

    @property
    def value(self) -> str:
        """Its canonical value."""

    @property
    def label(self) -> str:
        """The words on its button."""

    @property
    def sets(self) -> Mapping[str, Any]:
        """Slot → what choosing it puts there; for findings and history a list of names."""


@dataclass(frozen=True)
class Shown:
    """A question with the options that were shown: what is known already is not offered."""

    question: Asked
    shown: Sequence[str]

    @property
    def id(self) -> str:
        """Its name."""
        return self.question.id

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.question.kind

    @property
    def mandatory(self) -> bool:
        """Whether its signs have to be known."""
        return self.question.mandatory

    @property
    def options(self) -> Sequence[str]:
        """All that it can offer."""
        return self.question.options

    def choice(self, value: str) -> Choice:
        """The option with this value."""
        return self.question.choice(value)


def empty() -> Findings:
    """Return findings that find nothing."""
    return {name: [] for name in LISTS}


def add(findings: Findings, name: str, values: Iterable[str]) -> None:
    """Put values into a list of the findings, each once, in order."""
    kept = findings.setdefault(name, [])
    kept += [value for value in dict.fromkeys(values) if value not in kept]


def choose(findings: Findings, question: Pending, values: Sequence[str]) -> None:
    """Put what choosing these options of a question means where it belongs."""
    for value in values:
        for name, meant in question.choice(value).sets.items():
            if name == "findings":
                add(findings, "present", meant)
            elif isinstance(meant, (list, tuple)):
                add(findings, name, meant)
            else:
                findings[name] = meant
