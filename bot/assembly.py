"""Puts together what the dialogue server works with: model, store, guard, words and channels."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import rasa
import rasa.core.channels.channel as rasa_channels
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException

from bot.action_endpoint import StrictActionEndpoint
from bot.dialogue import PlacedResponses, RasaDialogue, StrictProcessor
from bot.failure import whereabouts
from bot.guard import Guard
from bot.metrics import Metrics
from bot.model_file import check_model, check_parts, newest_model
from bot.nlu.fingerprint import model_fingerprint
from bot.one_thread import OneThread
from bot.own_loop import OwnLoop
from bot.pulse import Pulse
from bot.quick_rasa import OtherRasa, make_rasa_quick
from bot.readiness import CANARY_TEXT, RED_FLAG_TEXT, make_readiness
from bot.reports import ActionServerReports
from bot.settings import ROOT, Settings
from bot.storage.alone import take_for_this_process
from bot.storage.contacts import Contacts
from bot.storage.database import Database, StoreError
from bot.storage.failure import InUse
from bot.storage.file_locks import at_once
from bot.storage.inbox import Inbox
from bot.storage.locks import AdvisoryLocks, ConversationLocks, SharedLocks
from bot.storage.tracker_store import StrictTrackerStore
from bot.turn import Turn
from bot.words import EMERGENCY_LINE, FALLBACKS, Words
from serving.checksums import Damaged
from serving.readiness import Readiness

log = logging.getLogger("patella.server")

#: So much of the model's id names it in a report.
DIGITS = 12


class CannotStart(Exception):
    """What stands in the way, as one line for the person at the terminal."""


@dataclass(frozen=True)
class Loaded:
    """What all processes of the server share: it is loaded once, and only read from then on.

    Nothing in it has a thread, a connection or a file open, which do not go along into a process
    that is forked.
    """

    processor: StrictProcessor
    words: Words
    guard: Guard


@dataclass(frozen=True)
class Parts:
    """What the channels work with. The inbox and the contacts are those of the messengers.

    The ``pulses`` are those of the threads without which nobody is answered.
    """

    turn: Turn
    readiness: Readiness
    inbox: Inbox
    contacts: Contacts
    metrics: Metrics = field(default_factory=Metrics)
    pulses: Sequence[Pulse] = ()


def load(settings: Settings) -> Loaded:
    """Load the model, and what is said.

    Raises:
        CannotStart: if something is missing or broken.
    """
    try:
        # Only the knowledge that is asked for loads it, and it may hold a mistake.
        from bot import safety
    except (ImportError, ValueError) as error:
        raise CannotStart(f"knowledge/ cannot be loaded: {error}") from None
    place = {
        "emergency_number": settings.emergency_number,
        "keep_days": str(settings.keep_days),
    }
    processor = load_processor(trusted_model(settings), place)
    words = Words(processor.domain.responses, place)
    for name in FALLBACKS:
        words.say(name)
    guard = Guard(
        safety.screen,
        safety.emergency_message(words.fill),
        words.fill(EMERGENCY_LINE),
        safety.reminder(words),
    )
    _warm(processor, guard)
    return Loaded(processor, words, guard)


def _warm(processor: StrictProcessor, guard: Guard) -> None:
    """Have everything loaded that is loaded when it is first needed, for all processes at once."""
    try:
        guard.look(RED_FLAG_TEXT)
        processor.understand(CANARY_TEXT)
    except Exception as error:
        # Readiness looks at both in each process, and tells what does not work.
        log.warning("not loaded ahead: %s", whereabouts(error))


def equip(
    loaded: Loaded,
    settings: Settings,
    locks: SharedLocks | None = None,
    pids: Callable[[], Iterable[int]] | None = None,
) -> Parts:
    """Give what was loaded the store, the connections and the threads of this process.

    Where the server has others, ``locks`` are those among them, and ``pids`` names them.

    Raises:
        CannotStart: if the store cannot be used.
    """
    from bot import safety

    processor, words, guard = loaded.processor, loaded.words, loaded.guard
    think, beside, metrics = OneThread("understanding"), OwnLoop("dialogue"), Metrics(pids)
    os.environ["PATELLA_ACTIONS_URL"] = settings.actions_url
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = open_store(endpoints)
    actions = StrictActionEndpoint(
        endpoints.action.url, settings.action_timeout, settings.actions_secret
    )
    processor.connect(store, actions, think)
    dialogue = RasaDialogue(processor, beside)
    reports = ActionServerReports(
        actions.beside("report"),
        settings.report_timeout,
        {"dialogue model": processor.model_metadata.model_id[:DIGITS]},
        settings.actions_secret,
    )
    turn = Turn(
        dialogue,
        store,
        words,
        guard,
        safety.describe,
        settings.turn_timeout,
        reports=reports,
        only_english=safety.only_english(words),
        locks=conversation_locks(store.database, locks),
        think=think,
        most_at_once=settings.most_in_each_process,
        most_turns=settings.most_turns,
        watch=metrics.turn_ended,
    )
    metrics.watch_turns(lambda: turn.under_way)
    return Parts(
        turn=turn,
        readiness=make_readiness(turn, store.check, actions, guard, dialogue, think),
        inbox=Inbox(store.database),
        contacts=Contacts(store.database),
        metrics=metrics,
        pulses=(Pulse(think.beat), Pulse(beside.beat)),
    )


def trusted_model(settings: Settings) -> Path:
    """The dialogue model that was trained last, if it and what it needs are what was trained.

    Raises:
        CannotStart: if there is none, or it is damaged or not of this program.
    """
    model = newest_model(settings.models)
    if model is None:
        raise CannotStart(f"there is no model in {settings.models}. `make train` makes one.")
    try:
        check_model(model, settings.model_key, rasa.__version__, model_fingerprint())
        check_parts(settings.build, settings.model_key)
    except Damaged as problem:
        raise CannotStart(f"{problem}. `make train` makes it anew.") from None
    return model


def conversation_locks(database: Database, locks: SharedLocks | None) -> ConversationLocks:
    """The conversations' locks, which others respect where there may be others.

    Those of a database that is shared hold for this server's other processes as well.
    """
    if database.is_shared:
        return ConversationLocks(AdvisoryLocks(database))
    # Nothing is waited for in taking them, for which a thread of their own would be to no avail.
    return ConversationLocks(locks, aside=at_once)


def claim_store(settings: Settings) -> None:
    """Keep every other server from the SQLite file, if there is one, for as long as this runs.

    Raises:
        CannotStart: if another server has it.
    """
    if settings.database_url is not None:
        return
    try:
        take_for_this_process(settings.database)
    except InUse as error:
        raise CannotStart(
            f"{error}, and a SQLite file is for one alone. End that one, or give this one a folder"
            " of its own with PATELLA_VAR. Several servers share the conversations in a"
            " PostgreSQL that PATELLA_DATABASE_URL names."
        ) from None
    except StoreError as error:
        raise CannotStart(_unusable(error)) from None


def open_store(endpoints: AvailableEndpoints) -> StrictTrackerStore:
    """The conversation store that endpoints.yml names.

    Raises:
        CannotStart: if it cannot be used.
    """
    try:
        store = TrackerStore.create(endpoints.tracker_store)
    except StoreError as error:
        raise CannotStart(_unusable(error)) from None
    if not isinstance(store, StrictTrackerStore):
        # Rasa falls back to one in memory when it cannot load the one that is named.
        raise CannotStart(
            "endpoints.yml: tracker_store: type must be"
            " bot.storage.tracker_store.StrictTrackerStore."
        )
    return store


def _unusable(error: StoreError) -> str:
    return (
        f"the conversation store cannot be used: {error}. Check PATELLA_DATABASE_URL if it is"
        " set, else the folder PATELLA_VAR."
    )


def load_processor(model: Path, place: Mapping[str, str]) -> StrictProcessor:
    """Rasa's processor with the model at this path; `place` has values for its responses.

    Raises:
        CannotStart: if the model cannot be loaded.
    """
    try:
        make_rasa_quick()
        processor = StrictProcessor(
            model_path=model, tracker_store=None, lock_store=None, generator=None
        )
    except OtherRasa as problem:
        raise CannotStart(str(problem)) from None
    except Exception as error:
        log.error("model not loaded: %s", whereabouts(error))
        raise CannotStart(
            f"the model {model} cannot be loaded ({type(error).__name__}: {error})."
            " `make train` makes a new one."
        ) from None
    processor.nlg = PlacedResponses(processor.domain.responses, place)
    return processor


def channels() -> list[rasa_channels.InputChannel]:
    """The channels that credentials.yml names.

    Raises:
        CannotStart: if one cannot be loaded.
    """
    try:
        return create_http_input_channels(None, str(ROOT / "credentials.yml"))
    except RasaException as error:
        raise CannotStart(f"credentials.yml: {error}") from None
