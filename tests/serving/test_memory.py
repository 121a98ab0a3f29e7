"""What is loaded is not looked through again."""

from __future__ import annotations

import gc

from serving.memory import keep_what_is_loaded


def test_what_is_there_is_passed_over() -> None:
    kept = [{"here": True}]
    try:
        keep_what_is_loaded()
        assert gc.get_freeze_count() > 0
        assert not any(each is kept for each in gc.get_objects())
        later = [{"here": False}]
        assert any(each is later for each in gc.get_objects())
    finally:
        gc.unfreeze()
