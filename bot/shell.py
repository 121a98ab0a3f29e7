"""The terminal client: a conversation over the web API. Run as `make shell`.

Three ways in (the keyboard, a pipe, a transcript file) and two ways out (for people, and as
the API's message objects, one JSON a line) that can be put together as wanted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

import httpx
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console
from rich.text import Text

from bot.shell_client import SECONDS, Client, Message, NoFile, Said, Unavailable
from bot.shell_ending import passages_of, passages_view
from bot.shell_input import (
    COMMANDS,
    Command,
    Line,
    Pending,
    Problem,
    pending_of,
    read_json_line,
    read_line,
    read_transcript,
    read_transcript_line,
)
from bot.shell_report import NotSaved, read_wish, save
from bot.shell_view import (
    choices_view,
    debug_view,
    help_view,
    message_view,
)

#: Reads a line in the light of what can be picked.
Reader = Callable[[str, Pending], Line]

WELCOME = "Write as you would speak. /help lists what else there is; Ctrl-D ends."
GOODBYE = "Goodbye. If you think that it may be an emergency, call your emergency number."
AGAIN = "  Enter alone sends it again."


class Conversation:
    """One conversation shown to a person: what was said last, and what can be picked now."""

    def __init__(self, client: Client, console: Console, read: Reader = read_line) -> None:
        self._client = client
        self._console = console
        self._read = read
        self._pending = Pending()
        self._last: Said | None = None
        self._unprocessed: Said | None = None
        self._debug: dict[str, Any] | None = None
        self._passages: list[dict[str, Any]] = []

    def begin(self) -> None:
        """Shows the greeting."""
        self._show(self._client.begin())

    def take(self, line: str) -> bool:
        """Does what a line asks for; False if it asks to leave."""
        meaning = self._read(line, self._pending)
        if meaning is None and self._unprocessed is not None:
            meaning = Command("/again")
        if isinstance(meaning, Command) and meaning.name == "/quit":
            return False
        if isinstance(meaning, Said):
            self._say(meaning)
        elif isinstance(meaning, Command):
            self._do(meaning)
        elif isinstance(meaning, Problem):
            self._console.print(Text(meaning.text, style="yellow"))
        return True

    def _do(self, command: Command) -> None:
        name = command.name
        if name == "/help":
            self._console.print(help_view())
        elif name == "/report":
            self._report(command.words)
        elif name == "/debug":
            self._console.print(debug_view(self._debug))
        elif name == "/passages":
            view = passages_view(self._passages, whole=True) if self._passages else None
            self._console.print(view or Text("There were none yet.", style="yellow"))
        elif name == "/again":
            if self._last is None:
                self._console.print(Text("Nothing was sent yet.", style="yellow"))
            else:
                # The same id: a server that did process it answers the same and changes nothing.
                self._say(self._last)

    def _report(self, words: str) -> None:
        wish = read_wish(words)
        try:
            if isinstance(wish, Problem):
                raise NotSaved(wish.text)
            path = save(self._client.report(wish.form), wish.file, Path.cwd())
        except (NoFile, NotSaved) as problem:
            self._console.print(Text(str(problem), style="yellow"))
        else:
            self._console.print(Text(f"The report is saved as {path}", style="green"))

    def _say(self, said: Said) -> None:
        self._last, self._unprocessed, self._debug = said, None, None
        self._show(self._client.send(said))

    def _show(self, messages: Iterable[Message]) -> None:
        """Prints an answer as it comes, and remembers what it lets the person pick."""
        shown: list[Message] = []
        for message in messages:
            if message.get("debug"):
                self._debug = message["debug"]
                continue
            view = message_view(message)
            if view is not None:
                shown.append(message)
                self._console.print(view)
        if any(message.get("notice") == "not_processed" for message in shown):
            # The question still stands, with what could be picked.
            self._unprocessed = self._last
            self._console.print(Text(AGAIN, style="dim"))
            return
        before, self._pending = self._pending, pending_of(shown)
        once_more = before.question is not None and before.question == self._pending.question
        choices = choices_view(shown, self._pending, brief=once_more)
        if choices is not None:
            self._console.print(choices)
        self._passages = passages_of(shown) or self._passages


def interactive(client: Client, console: Console) -> int:
    """A conversation with line editing and a history that is forgotten at the end."""
    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        completer=WordCompleter(list(COMMANDS), sentence=True),
        complete_while_typing=False,
    )
    prompt = "\nyou> " if console.no_color else HTML("\n<b><ansigreen>you&gt;</ansigreen></b> ")
    conversation = Conversation(client, console)
    console.print(Text(WELCOME, style="dim"))
    try:
        conversation.begin()
        while conversation.take(session.prompt(prompt)):
            pass
    except (EOFError, KeyboardInterrupt):
        pass
    console.print(Text(GOODBYE, style="dim"))
    return 0


def replayed(client: Client, console: Console, lines: Iterable[str]) -> int:
    """A conversation from a transcript, printed with what the person says."""
    conversation = Conversation(client, console, read_transcript_line)
    conversation.begin()
    for line in lines:
        console.print()
        console.print(Text.assemble(("you> ", "bold green"), line))
        if not conversation.take(line):
            break
    return 0


def as_json(client: Client, read: Reader, lines: Iterable[str], out: TextIO) -> int:
    """A conversation for programs: the message objects of each answer, one JSON a line."""
    code = 0
    pending = pending_of(client.begin())
    for line in lines:
        meaning = read(line, pending)
        if isinstance(meaning, Command) or meaning is None:
            continue
        if isinstance(meaning, Problem):
            code = 1
            answer: Iterable[Message] = [bad_input(meaning.text), {"done": True}]
        else:
            answer = client.send(meaning)
        said = []
        for message in answer:
            said.append(message)
            out.write(json.dumps(message, ensure_ascii=False) + "\n")
            out.flush()
        if not any(message.get("notice") == "not_processed" for message in said):
            pending = pending_of(said)
    return code


def bad_input(text: str) -> Message:
    """What comes in place of an answer to a line that could not be sent."""
    return {"text": text, "error": "bad_input"}


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(prog="make shell", description=__doc__)
    url = os.environ.get("PATELLA_URL") or "http://127.0.0.1:5005/"
    parser.add_argument("--url", default=url, help="where the server is")
    parser.add_argument("--json", action="store_true", help="message objects, one JSON a line")
    parser.add_argument("--debug", action="store_true", help="with --json: what was understood")
    parser.add_argument("--replay", metavar="FILE", type=Path, help="a transcript to go through")
    parser.add_argument("--no-colour", "--no-color", action="store_true", dest="plain")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, client: Client, source: TextIO, out: TextIO) -> int:
    """The conversation that the options ask for."""
    console = Console(
        file=out, no_color=options.plain or None, highlight=False, markup=False, emoji=False
    )
    if options.replay:
        lines = read_transcript(options.replay.read_text(encoding="utf-8").splitlines())
        if not options.json:
            return replayed(client, console, lines)
        return as_json(client, read_transcript_line, lines, out)
    if options.json:
        return as_json(client, read_json_line, source, out)
    if source.isatty():
        return interactive(client, console)
    return replayed(client, console, read_transcript(source))


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    options = options_of(arguments)
    base = options.url if options.url.endswith("/") else options.url + "/"
    try:
        # A server on this machine is not behind the proxy that the environment may name.
        http = httpx.Client(base_url=base, timeout=SECONDS, trust_env=False)
        with closing(http):
            debug = options.debug or not options.json
            return run(options, Client(http, debug), sys.stdin, sys.stdout)
    except Unavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'output'}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
