"""What the tests of the terminal client share: message objects and a stand-in for the server."""

from __future__ import annotations

import io
import json

import httpx
from rich.console import Console

from bot.shell_client import Client
from bot.shell_input import pending_of

GREETING = {"text": "Hello, tell me about your knee."}
SIDE = {
    "id": "side",
    "kind": "choice",
    "options": [
        {"value": "left", "label": "Left"},
        {"value": "right", "label": "Right", "help": "as you look down"},
        {"value": "not_sure", "label": "Not sure"},
    ],
    "progress": {"answered": 2, "expected": 9},
}
SIGNS = {
    "id": "knee_signs",
    "kind": "multi",
    "options": [
        {"value": "locking", "label": "Locking"},
        {"value": "giving_way", "label": "Giving way"},
        {"value": "none", "label": "None of these"},
        {"value": "not_sure", "label": "Not sure"},
    ],
}
AGE = {
    "id": "age",
    "kind": "number",
    "min": 0,
    "max": 120,
    "unit": "years",
    "options": [{"value": "not_sure", "label": "Not sure"}],
}
SOURCE = {"name": "A journal", "year": 2020, "where": "doi:10.1000/1"}
ASSESSMENT = {
    "urgency": "routine",
    "urgency_label": "See someone in the next weeks",
    "summary": ["Left knee", "For three weeks"],
    "patterns": [
        {
            "id": "hip",
            "label": "Pain referred from the hip",
            "strength": "fits_well",
            "supporting": [{"text": "worse after sitting", "source": SOURCE}],
            "against": [{"text": "no groin pain", "source": SOURCE}],
        }
    ],
    "reasons": [
        {
            "text": "It has lasted for weeks.",
            "source": SOURCE,
            "answers": ["About 3 weeks", "6 out of 10"],
        }
    ],
    "speaks_against": [{"text": "No fever speaks against an infection.", "source": SOURCE}],
    "expect": [{"text": "They look at the hip.", "source": SOURCE}],
    "meanwhile": [{"text": "Take stairs slowly.", "source": {"name": "A leaflet"}}],
    "cautions": [{"text": "Ask a pharmacist first.", "source": SOURCE}],
    "who_to_see": "A physiotherapist",
    "when": "within some weeks",
    "safety_net": ["the knee gets hot", "you cannot stand on it"],
    "passages": [
        {"id": "p1", "title": "Hip and knee", "source": SOURCE, "text": "They share [x]."}
    ],
    "disclaimer": "This is no diagnosis.",
}
LONG = {"id": "p2", "title": "Long", "text": "word " * 100 + "end.", "source": SOURCE}

ASKED_SIDE = pending_of([{"text": "Which knee?", "question": SIDE}])
ASKED_SIGNS = pending_of([{"text": "Any of these?", "question": SIGNS}])
ASKED_AGE = pending_of([{"text": "How old?", "question": AGE}])
BUTTONS = pending_of([{"text": "So?", "buttons": [{"title": "Start", "payload": "start_check"}]}])


class Server:
    """A stand-in for the web API: gives the answers it was made with, and keeps the requests."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.sessions = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/session"):
            self.sessions += 1
            return httpx.Response(200, json={"token": f"t{self.sessions}", "messages": [GREETING]})
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, text="".join(json.dumps(line) + "\n" for line in answer))

    @property
    def bodies(self) -> list[dict]:
        return [json.loads(request.content) for request in self.requests]


def client_of(server, debug: bool = False) -> Client:
    http = httpx.Client(transport=httpx.MockTransport(server), base_url="http://test/")
    return Client(http, debug)


def plain_console() -> Console:
    return Console(file=io.StringIO(), width=90, no_color=True, markup=False, highlight=False)


def shown(view) -> str:
    console = plain_console()
    console.print(view)
    return console.file.getvalue()
