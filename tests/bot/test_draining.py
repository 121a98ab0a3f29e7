"""The real server is told to end: nobody who is talking to it loses anything."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

import httpx

from bot.settings import Settings
from tests.bot.test_server import free_port, server, until_it_answers
from tests.bot.tiny_bot import FakeActions, serving

MESSAGE = "/webhooks/web/message"


def text_of(call: dict[str, Any]) -> str | None:
    return (call["tracker"]["latest_message"] or {}).get("text")


async def test_a_server_that_is_told_to_end(tmp_path: Path, tiny_model: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    # Red flags are looked for with what was trained for the real bot.
    (tmp_path / "build").mkdir()
    for name in ("encoder", "recogniser"):
        (tmp_path / "build" / name).symlink_to(Settings().build / name)
    async with serving(FakeActions(fault="late")) as actions:
        settings = {"PORT": port, "ACTIONS_URL": actions.url.removesuffix("/webhook"), "DRAIN": 2}
        with server(tmp_path, tiny_model, **settings) as process:
            async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=20) as client:
                await until_it_answers(client, process)
                token = (await client.post("/webhooks/web/session")).json()["token"]
                headers = {"Authorization": f"Bearer {token}"}

                async def say(text: str, message_id: str) -> httpx.Response:
                    body = {"id": message_id, "text": text}
                    return await client.post(MESSAGE, headers=headers, json=body)

                under_way = asyncio.ensure_future(say("it hurts", "1"))
                while "it hurts" not in map(text_of, actions.calls):
                    await asyncio.sleep(0.01)
                process.send_signal(signal.SIGTERM)
                while (await client.get("/live")).headers["connection"] != "close":
                    await asyncio.sleep(0.01)
                ready = await client.get("/ready")
                assert (ready.status_code, ready.json()["ready"]) == (503, False)
                # Whoever had not heard of it yet is still answered, and who waited as well.
                late = await say("left", "2")
                assert late.status_code == 200
                assert "not_processed" not in late.text
                first = await under_way
                output, _ = await asyncio.to_thread(process.communicate, timeout=20)
    assert "Which side?" in first.text
    assert process.returncode == 0, output
    assert "Traceback" not in output
