"""How to speak of the person it is about: the words that depend on who they are. Pure functions.

A text holds ``{do_they}`` where it asks "do you", "does she" or "do they"; `forms` gives every
such word for one person. Wording stands in domain.yml and the YAML files beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.answers import Answers
from knowledge.kin import HE, SHE, THEY

YOU = "you"

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
# they, them, their, themselves
_CASES = {
    YOU: ("you", "you", "your", "yourself"),
    SHE: ("she", "her", "her", "herself"),
    HE: ("he", "him", "his", "himself"),
    THEY: ("they", "them", "their", "themselves"),
}
# As it is after you and they, and after she, he and a name.
_VERBS = {"do": "does", "are": "is", "have": "has"}


@dataclass(frozen=True)
class Address:
    """Whom the wording speaks of.

    Attributes:
        pronoun: ``you`` for the one who writes; ``she``, ``he`` or ``they`` for somebody else.
        relation: what the one who writes calls them, as in "your mum"; ``None`` where not known.
        is_known: whether it is known whom it is about; texts for "anybody" stand in where not.
    """

    pronoun: str = YOU
    relation: str | None = None
    is_known: bool = True

    @property
    def is_writer(self) -> bool:
        """Whether it is about the one who writes."""
        return self.pronoun == YOU

    @property
    def is_somebody_else(self) -> bool:
        """Whether it is about another than the one who writes."""
        return self.is_known and not self.is_writer


WRITER = Address()
#: Where nothing is known but a red flag: no "you" that might be somebody's mother.
ANYBODY = Address(THEY, is_known=False)


def address_of(answers: Answers) -> Address:
    """Whom the answers are about, and how to speak of them."""
    if answers.is_about_self:
        return WRITER
    return Address(answers.pronoun or THEY, answers.relation)


def forms(address: Address) -> dict[str, str]:
    """Placeholder → the word for this person; each also with a capital (``They``, ``Do_they``).

    ``they`` ``them`` ``their`` ``themselves`` are the pronoun, ``do_they`` and ``they_do`` a verb
    with it (likewise are, have). ``person`` ``persons`` ``person_object`` are what they are called,
    "your mum" and "your mum's" ("they", "their" and "them" where that is not known), and
    ``do_person`` ``person_do`` the verb with that.
    """
    they, them, their, themselves = _CASES[address.pronoun]
    person, persons, person_object = _named(address)
    found = {
        "they": they,
        "them": them,
        "their": their,
        "themselves": themselves,
        "person": person,
        "persons": persons,
        "person_object": person_object,
    }
    for plural, singular in _VERBS.items():
        after_pronoun = singular if address.pronoun in (SHE, HE) else plural
        after_name = singular if address.relation else after_pronoun
        found[f"{plural}_they"] = f"{after_pronoun} {they}"
        found[f"they_{plural}"] = f"{they} {after_pronoun}"
        found[f"{plural}_person"] = f"{after_name} {person}"
        found[f"person_{plural}"] = f"{person} {after_name}"
    return {**found, **{_capital(name): _capital(words) for name, words in found.items()}}


def forms_for(slots: Mapping[str, Any]) -> dict[str, str]:
    """The forms for the person that the slots of a conversation are about."""
    return forms(address_of(Answers.from_slots(slots)))


def unknown_forms(text: str, *also: str) -> list[str]:
    """The placeholders of a text that are no forms, nor among those that stand there besides."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in {*forms(WRITER), *also}]


def _named(address: Address) -> tuple[str, str, str]:
    """What they are called, whose something is, and what they are called as an object."""
    they, them, their, _ = _CASES[address.pronoun]
    if address.is_writer or not address.relation:
        return they, their, them
    return f"your {address.relation}", f"your {address.relation}'s", f"your {address.relation}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
