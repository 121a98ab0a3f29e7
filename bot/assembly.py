"""Puts together what the dialogue server works with: model, store, guard, words and channels."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import rasa.core.channels.channel as rasa_channels
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException

from bot.action_answers import check_with_one_validator
from bot.action_endpoint import StrictActionEndpoint
from bot.dialogue import PlacedResponses, RasaDialogue, StrictProcessor
from bot.failure import whereabouts
from bot.guard import Guard
from bot.reports import ActionServerReports
from bot.settings import ROOT, Settings
from bot.storage.contacts import Contacts
from bot.storage.database import Database, StoreError
from bot.storage.inbox import Inbox
from bot.storage.locks import AdvisoryLocks, ConversationLocks
from bot.storage.tracker_store import StrictTrackerStore
from bot.turn import Turn
from bot.words import EMERGENCY_LINE, FALLBACKS, Words
from serving.readiness import Readiness

log = logging.getLogger("patella.server")

#: A first message that leads into the interview, and one with a red flag that must be found.
CANARY_TEXT = "my left knee aches when I go down the stairs"
RED_FLAG_TEXT = "my calf is hot and swollen and i can't get my breath"

#: So much of the model's id names it in a report.
DIGITS = 12


class CannotStart(Exception):
    """What stands in the way, as one line for the person at the terminal."""


def newest_model(folder: Path) -> Path:
    """The dialogue model that was trained last.

    Raises:
        CannotStart: if there is none.
    """
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise CannotStart(f"there is no model in {folder}. `make train` makes one.")
    return models[-1]


@dataclass(frozen=True)
class Parts:
    """What the channels work with. The inbox and the contacts are those of the messengers."""

    turn: Turn
    readiness: Readiness
    inbox: Inbox
    contacts: Contacts


def assemble(settings: Settings) -> Parts:
    """Load the model and put everything together that a turn and the channels need.

    Raises:
        CannotStart: if something is missing or broken.
    """
    try:
        # Only the knowledge that is asked for loads it, and it may hold a mistake.
        from bot import safety
    except (ImportError, ValueError) as error:
        raise CannotStart(f"knowledge/ cannot be loaded: {error}") from None
    model = newest_model(settings.models)
    os.environ["PATELLA_ACTIONS_URL"] = settings.actions_url
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = open_store(endpoints)
    actions = StrictActionEndpoint(endpoints.action.url, settings.action_timeout)
    place = {
        "emergency_number": settings.emergency_number,
        "keep_days": str(settings.keep_days),
    }
    processor = load_processor(model, store, actions, place)
    words = Words(processor.domain.responses, place)
    for name in FALLBACKS:
        words.say(name)
    guard = Guard(
        safety.screen,
        safety.emergency_message(words.fill),
        words.fill(EMERGENCY_LINE),
        safety.reminder(words),
    )
    reports = ActionServerReports(
        actions.beside("report"),
        settings.report_timeout,
        {"dialogue model": processor.model_metadata.model_id[:DIGITS]},
    )
    turn = Turn(
        RasaDialogue(processor),
        store,
        words,
        guard,
        safety.describe,
        settings.turn_timeout,
        reports=reports,
        only_english=safety.only_english(words),
        locks=conversation_locks(store.database),
    )
    return Parts(
        turn=turn,
        readiness=make_readiness(turn, store, actions, guard),
        inbox=Inbox(store.database),
        contacts=Contacts(store.database),
    )


def conversation_locks(database: Database) -> ConversationLocks:
    """The conversations' locks, which other servers respect where there may be others."""
    return ConversationLocks(AdvisoryLocks(database) if database.is_shared else None)


def open_store(endpoints: AvailableEndpoints) -> StrictTrackerStore:
    """The conversation store that endpoints.yml names.

    Raises:
        CannotStart: if it cannot be used.
    """
    try:
        store = TrackerStore.create(endpoints.tracker_store)
    except StoreError as error:
        raise CannotStart(
            f"the conversation store cannot be used: {error}. Check the folder PATELLA_VAR."
        ) from None
    if not isinstance(store, StrictTrackerStore):
        # Rasa falls back to one in memory when it cannot load the one that is named.
        raise CannotStart(
            "endpoints.yml: tracker_store: type must be"
            " bot.storage.tracker_store.StrictTrackerStore."
        )
    return store


def load_processor(
    model: Path,
    store: StrictTrackerStore,
    actions: StrictActionEndpoint,
    place: Mapping[str, str],
) -> StrictProcessor:
    """Rasa's processor with the model at this path; `place` has values for its responses.

    Raises:
        CannotStart: if the model cannot be loaded.
    """
    check_with_one_validator()
    try:
        processor = StrictProcessor(
            model_path=model,
            tracker_store=store,
            lock_store=None,
            generator=None,
            action_endpoint=actions,
        )
    except Exception as error:
        log.error("model not loaded: %s", whereabouts(error))
        raise CannotStart(
            f"the model {model} cannot be loaded ({type(error).__name__}: {error})."
            " `make train` makes a new one."
        ) from None
    store.domain = processor.domain
    processor.nlg = PlacedResponses(processor.domain.responses, place)
    return processor


def make_readiness(
    turn: Turn, store: StrictTrackerStore, actions: StrictActionEndpoint, guard: Guard
) -> Readiness:
    """The checks behind ``/ready``, by the names under which it tells them."""

    async def store_answers() -> str | None:
        await asyncio.to_thread(store.check)
        return None

    async def actions_answer() -> str | None:
        return None if await actions.is_alive() else "no answer"

    async def red_flags_found() -> str | None:
        return None if guard.look(RED_FLAG_TEXT) else "not found"

    async def canary() -> str | None:
        return await turn.canary(CANARY_TEXT)

    return Readiness(
        {
            "store": store_answers,
            "actions": actions_answer,
            "red_flags": red_flags_found,
            "canary": canary,
        }
    )


def channels() -> list[rasa_channels.InputChannel]:
    """The channels that credentials.yml names.

    Raises:
        CannotStart: if one cannot be loaded.
    """
    try:
        return create_http_input_channels(None, str(ROOT / "credentials.yml"))
    except RasaException as error:
        raise CannotStart(f"credentials.yml: {error}") from None
