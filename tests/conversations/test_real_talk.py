"""What people said to their doctors, as opening messages: each gets an answer, none an error."""

import json
from pathlib import Path

from tests.conversations.transcripts import Person

# The sample lies beside the repository, if at all; without it there is nothing to test, which is
# not the same as a test that was skipped.
TALK = Path(__file__).parents[3] / "shared" / "data" / "mts_dialog_knee_hip.jsonl"


if TALK.is_file():

    def test_every_message_is_answered(servers):
        for line in TALK.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            messages = Person(servers.url).send(text=text)
            assert [message for message in messages if message["text"]], text
            assert "not_processed" not in [message.get("notice") for message in messages], text
