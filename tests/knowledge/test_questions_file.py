"""What questions.yml says of its own keys."""

from __future__ import annotations

import re

from knowledge import questions


def test_its_head_explains_only_keys_that_a_question_may_have():
    head = questions.PATH.read_text(encoding="utf-8").partition("\nlabels:")[0]
    told = re.findall(r"^#   (\w+) {2,}\S|^#   (known_when|mandatory) ", head, re.M)
    keys = {one or other for one, other in told}
    assert {"kind", "options", "known_when"} <= keys
    assert keys <= set(questions.SCHEMA["properties"]["questions"]["items"]["properties"])
