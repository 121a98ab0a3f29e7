"""Starting the server: each thing that is missing is told in one line."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.action_endpoint import StrictActionEndpoint
from bot.address import claim_address, listening_socket, listening_sockets
from bot.assembly import (
    CannotStart,
    channels,
    claim_store,
    load_processor,
    open_store,
    trusted_model,
)
from bot.channels.web import WebInput
from bot.model_file import newest_model, sign
from bot.nlu.fingerprint import model_fingerprint
from bot.settings import ROOT, Settings
from serving.readiness import Readiness
from tests.bot.tiny_bot import FakeActions, serving

STORE = "bot.storage.tracker_store.StrictTrackerStore"


def test_a_port_in_use_is_told() -> None:
    with listening_socket(Settings(port=0)) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        told = rf"127\.0\.0\.1:{port}: Address already in use.*PATELLA_PORT"
        with pytest.raises(CannotStart, match=told):
            listening_socket(Settings(port=port))


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"no model in .*make train"):
        trusted_model(Settings(build=tmp_path))


def test_the_newest_model_is_taken(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "old")):
        (tmp_path / f"{name}.tar.gz").write_bytes(b"")
        os.utime(tmp_path / f"{name}.tar.gz", (1000 - age, 1000 - age))
    assert newest_model(tmp_path).name == "new.tar.gz"


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"no model")
    with pytest.raises(CannotStart, match=r"model\.tar\.gz cannot be loaded.*make train"):
        load_processor(model, {})


def test_an_unusable_store_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATELLA_VAR", str(tmp_path))
    (tmp_path / "conversations.db").write_bytes(b"no database" * 100)
    config = EndpointConfig(type=STORE)
    with pytest.raises(CannotStart, match=r"not a database.*PATELLA_VAR"):
        open_store(AvailableEndpoints(tracker_store=config))


def test_a_second_server_on_one_file_is_told(tmp_path: Path) -> None:
    """Each would answer the messengers, and bring back what the other has erased."""
    claim_store(Settings(var=tmp_path))
    told = rf"{tmp_path}, .*PATELLA_VAR.*PATELLA_DATABASE_URL"
    with pytest.raises(CannotStart, match=told):
        claim_store(Settings(var=tmp_path))


def test_a_postgresql_is_for_several_servers(tmp_path: Path) -> None:
    for _ in range(2):
        claim_store(Settings(var=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none"))


def test_a_folder_that_cannot_be_claimed_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(CannotStart, match=r"conversations\.lock.*PATELLA_VAR"):
        claim_store(Settings(var=tmp_path / "var"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has such names")
def test_a_server_that_loads_has_its_address_for_itself() -> None:
    """Nobody listens yet, and the system would give it to others as well."""
    with closing(listening_socket(Settings(port=0))) as free:
        settings = Settings(port=free.getsockname()[1], processes=2)
    claim = claim_address(settings)
    with pytest.raises(CannotStart, match="PATELLA_PORT"):
        claim_address(settings)
    with closing(claim_address(replace(settings, host="127.0.0.2"))):
        claim.close()
    claim_address(settings).close()


def test_processes_share_the_address_and_nobody_else_does() -> None:
    with closing(listening_socket(Settings(port=0))) as free:
        port = free.getsockname()[1]
    sockets = listening_sockets(Settings(port=port, processes=3))
    assert {sock.getsockname()[1] for sock in sockets} == {port}
    for sock in sockets:
        sock.listen()
    for count in (1, 2):
        with pytest.raises(CannotStart, match="PATELLA_PORT"):
            listening_sockets(Settings(port=port, processes=count))
    for sock in sockets:
        sock.close()


@pytest.mark.parametrize("config", [None, EndpointConfig(type="bot.storage.no.Store")])
@pytest.mark.filterwarnings("ignore")
def test_conversations_are_never_kept_in_memory_only(config: EndpointConfig | None) -> None:
    with pytest.raises(CannotStart, match=r"endpoints\.yml"):
        open_store(AvailableEndpoints(tracker_store=config))


def test_the_channels_of_credentials_yml(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATELLA_VAR", str(tmp_path))
    assert WebInput in [type(channel) for channel in channels()]


def test_endpoints_yml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATELLA_ACTIONS_URL", "http://127.0.0.1:6055")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    assert endpoints.action.url == "http://127.0.0.1:6055/webhook"
    assert endpoints.tracker_store.type == STORE


async def test_readiness_is_not_looked_up_all_the_time() -> None:
    now, looked = [0.0], []

    async def check() -> str | None:
        looked.append(now[0])
        return None if len(looked) == 1 else "broken"

    readiness = Readiness({"store": check}, keep=3, clock=lambda: now[0])
    results = []
    for now[0] in (0.0, 1.0, 2.9, 3.0):
        results.append((await readiness.report())["store"])
    assert looked == [0.0, 3.0]
    assert results == [True, True, True, False]


async def test_the_action_servers_health() -> None:
    async with serving(FakeActions()) as actions:
        told = await StrictActionEndpoint(actions.url, 1).told()
        assert told == {"embedding": True, "passages": True}
    assert await StrictActionEndpoint(actions.url, 1).told() is None


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def server(var: Path, model: Path | None, **settings: Any) -> Iterator[subprocess.Popen[str]]:
    """`python -m bot` with its own data, and a build folder that holds this model."""
    build = var / "build"
    (build / "models").mkdir(parents=True)
    if model is not None:
        (build / "models" / "tiny.tar.gz").symlink_to(model)
        sign(build / "models" / "tiny.tar.gz", model_fingerprint(), None)
    env = {
        **os.environ,
        "PATELLA_VAR": str(var),
        "PATELLA_BUILD": str(build),
        "PYTHONWARNINGS": "ignore",
        **{f"PATELLA_{name}": str(value) for name, value in settings.items()},
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_what_stands_in_the_way_is_one_line(tmp_path: Path) -> None:
    with server(tmp_path, None, PORT=free_port()) as process:
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert [line for line in output.splitlines() if "Patella cannot start" in line]
    assert "Traceback" not in output


async def test_the_whole_server(tmp_path: Path, tiny_model: Path) -> None:
    port = free_port()
    async with serving(FakeActions()) as actions:
        actions_port = actions.url.split(":")[2].split("/")[0]
        with server(tmp_path, tiny_model, PORT=port, ACTIONS_PORT=actions_port) as process:
            address = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
                await until_it_answers(client, process)
                ready = await client.get("/ready")
                assert ready.json()["checks"]["store"] is True, ready.text
                assert ready.json()["checks"]["actions"] is True
                token = (await client.post("/webhooks/web/session")).json()["token"]
                answer = await client.post(
                    "/webhooks/web/message",
                    headers={"Authorization": f"Bearer {token}"},
                    json={"id": "1", "text": "hello"},
                )
            assert "Hello. In an emergency call 112." in answer.text
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    assert "Traceback" not in output
    assert (tmp_path / "conversations.db").exists()
    assert (tmp_path / "secret").exists()


async def until_it_answers(client: httpx.AsyncClient, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert process.poll() is None, process.stdout and process.stdout.read()
        try:
            if (await client.get("/live")).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the server did not start in time")


def test_settings_of_the_server_have_sane_order() -> None:
    settings = replace(Settings())
    assert settings.action_timeout < settings.turn_timeout
    assert settings.turn_timeout < settings.drain_timeout
