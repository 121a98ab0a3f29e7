"""Every transcript of the folders beside this file, one conversation each."""

import pytest

from tests.conversations.transcripts import FOLDER, Person, hold, load, transcripts


@pytest.mark.parametrize(
    "path", transcripts(), ids=lambda path: str(path.relative_to(FOLDER).with_suffix(""))
)
def test_conversation(path, servers):
    try:
        hold(load(path), Person(servers.url), servers)
    finally:
        servers.start_actions()
