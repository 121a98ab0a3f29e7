from __future__ import annotations

import argparse
import io
import json

from rich.console import Console

from bot.shell import Conversation, run
from tests.bot.shell_examples import GREETING, LONG, SIDE, Server, client_of, plain_console


def conversation_with(server, **options) -> tuple[Conversation, Console]:
    console = plain_console()
    conversation = Conversation(client_of(server, debug=True), console, **options)
    conversation.begin()
    return conversation, console


def test_a_number_picks_what_was_offered_last():
    server = Server(
        [{"text": "Which knee?", "question": SIDE}, {"done": True}],
        [{"text": "Thank you."}, {"done": True}],
        [{"text": "Pardon?"}, {"done": True}],
    )
    conversation, _ = conversation_with(server)
    for line in ("my knee hurts", "2", "2"):
        assert conversation.take(line) is True
    said = [body.get("payload") or body["text"] for body in server.bodies]
    assert said == ["my knee hurts", "side=right", "2"]


def test_a_message_that_was_not_processed_is_sent_again_with_the_same_id():
    server = Server(
        [{"text": "Which knee?", "question": SIDE}, {"done": True}],
        [{"text": "Not processed.", "notice": "not_processed"}, {"done": True}],
        [{"text": "Right, then."}, {"done": True}],
    )
    conversation, console = conversation_with(server)
    for line in ("my knee hurts", "2", "", ""):
        assert conversation.take(line) is True
    assert len(server.bodies) == 3
    assert server.bodies[1] == server.bodies[2]
    assert "Enter alone sends it again" in console.file.getvalue()


def test_the_question_stands_after_a_message_that_was_not_processed():
    server = Server(
        [{"text": "Which knee?", "question": SIDE}, {"done": True}],
        [{"text": "Not processed.", "notice": "not_processed"}, {"done": True}],
        [{"text": "Right, then."}, {"done": True}],
    )
    conversation, _ = conversation_with(server)
    for line in ("my knee hurts", "1", "2"):
        conversation.take(line)
    assert server.bodies[2]["payload"] == "side=right"


def test_debug_shows_the_last_turn():
    debug = {"intent": "inform", "slots": {"side": "left"}}
    server = Server([{"text": "Ah."}, {"debug": debug}, {"done": True}])
    conversation, console = conversation_with(server)
    conversation.take("left")
    conversation.take("/debug")
    assert "side = left" in console.file.getvalue()
    assert len(server.bodies) == 1


def test_passages_are_shown_in_full_on_request():
    answer = [{"text": "Look.", "passages": [LONG]}, {"done": True}]
    conversation, console = conversation_with(Server(answer, [{"text": "Hm."}, {"done": True}]))
    for line in ("why", "and?", "/passages"):
        conversation.take(line)
    assert "end." in console.file.getvalue()


def test_commands_of_the_client_send_nothing():
    server = Server()
    conversation, console = conversation_with(server)
    for line in ("/help", "/debug", "/passages", "/again", "/nonsense", ""):
        assert conversation.take(line) is True
    assert conversation.take("/quit") is False
    assert server.bodies == []
    assert "Nothing was sent yet" in console.file.getvalue()


def options(**given) -> argparse.Namespace:
    return argparse.Namespace(**{"json": False, "replay": None, "plain": True, **given})


def test_json_mode_prints_message_objects_and_nothing_else():
    server = Server(
        [{"text": "Which knee? – é", "question": SIDE}, {"done": True}],
        [{"text": "Thank you."}, {"done": True}],
    )
    out = io.StringIO()
    source = io.StringIO('my knee\n\n{"payload": "side=left", "id": "x"}\n{oops\n')
    code = run(options(json=True), client_of(server), source, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line.get("done", False) for line in lines] == [False, True] * 3
    assert lines[0] == {"text": "Which knee? – é", "question": SIDE}
    assert lines[4]["error"] == "bad_input"
    assert server.bodies[1] == {"id": "x", "payload": "side=left"}
    assert code == 1


def test_a_transcript_is_replayed_with_both_sides(tmp_path):
    transcript = tmp_path / "one.txt"
    transcript.write_text("# about\n> my knee\n2\npayload: skip\n/quit\nnever sent\n")
    server = Server(
        [{"text": "Which knee?", "question": SIDE}, {"done": True}],
        [{"text": "And now?"}, {"done": True}],
        [{"text": "Fine."}, {"done": True}],
    )
    out = io.StringIO()
    assert run(options(replay=transcript), client_of(server), io.StringIO(), out) == 0
    text = out.getvalue()
    for part in (GREETING["text"], "you> my knee", "Which knee?", "you> 2", "Fine."):
        assert part in text
    assert "\x1b" not in text
    assert server.bodies[1]["payload"] == "side=right"
    assert server.bodies[2]["payload"] == "skip"
    assert len(server.bodies) == 3


def test_a_transcript_in_json_picks_by_number_too(tmp_path):
    transcript = tmp_path / "one.txt"
    transcript.write_text("my knee\n1\n")
    server = Server([{"text": "Which?", "question": SIDE}, {"done": True}], [{"done": True}])
    out = io.StringIO()
    run(options(replay=transcript, json=True), client_of(server), io.StringIO(), out)
    assert server.bodies[1]["payload"] == "side=left"
    assert all(json.loads(line) for line in out.getvalue().splitlines())


def test_lines_from_a_pipe_are_a_transcript():
    server = Server([{"text": "Hm."}, {"done": True}])
    out = io.StringIO()
    assert run(options(), client_of(server), io.StringIO("my knee\n"), out) == 0
    assert "you> my knee" in out.getvalue()
