from __future__ import annotations

import os
import shutil
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from bot.settings import load_settings
from scripts import scaled
from scripts.background import free_block
from scripts.life import LifeWatch
from scripts.places import Places
from scripts.servers import PROXY, CannotStart
from scripts.topology import PORTS, ports, proxy_program, topology

HAPROXY = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin") or ""
needs_haproxy = pytest.mark.skipif(not HAPROXY, reason="HAProxy is missing: apt install haproxy")
DATABASE = "postgresql://someone@127.0.0.1/somewhere"


@pytest.fixture
def at(tmp_path: Path) -> Places:
    return Places(root=tmp_path, build=tmp_path / "build", var=tmp_path / "var")


def test_all_servers_have_ports_of_their_own_in_one_row(at):
    chosen = topology(at, {"PATELLA_PORT": "7000"}, DATABASE, at.var / "postgres")
    where = ports({"PATELLA_PORT": "7000"})
    taken = [server.port for server in chosen] + [where.actions_front, where.metrics]
    assert sorted(taken) == list(range(7000, 7000 + PORTS))
    assert all(server.host == "127.0.0.1" for server in chosen)


def test_ports_that_there_are_not_are_refused():
    with pytest.raises(CannotStart, match="PATELLA_PORT=65530: 8 ports in a row"):
        ports({"PATELLA_PORT": "65530"})


def test_dialogue_servers_share_what_they_must_and_reach_actions_through_the_proxy(at):
    chosen = topology(at, {"PATELLA_PORT": "7000"}, DATABASE, None)
    servers = {server.name: server for server in chosen}
    first, second = (load_settings(servers[f"dialogue-{n}"].env) for n in (1, 2))
    assert (first.port, second.port) == (7001, 7002)
    assert first.database_url == second.database_url == DATABASE
    assert first.actions_url == "http://127.0.0.1:7003"
    assert first.proxies == 1
    proxy = servers[PROXY].env
    assert proxy["PATELLA_PROXY_ACTIONS_BIND"] == "127.0.0.1:7003"
    secrets = {servers[name].env["PATELLA_ACTIONS_SECRET"] for name in servers if name != PROXY}
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 32


def test_servers_end_before_what_they_need_and_all_are_started_again(at):
    chosen = topology(at, {}, DATABASE, at.var / "postgres")
    waves = {server.name: server.wave for server in chosen}
    assert waves["dialogue-1"] < waves["actions-1"] < waves["postgres"]
    assert waves["dialogue-2"] < waves[PROXY]
    assert all(server.again for server in chosen)


def test_a_database_of_the_clinic_is_not_started(at):
    assert "postgres" not in {server.name for server in topology(at, {}, DATABASE, None)}


def test_without_haproxy_its_package_is_named(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(CannotStart, match="apt install haproxy"):
        proxy_program({})


@needs_haproxy
def test_the_proxy_takes_its_configuration_both_ways(at):
    root = Path(scaled.__file__).resolve().parents[1]
    certificate = scaled.self_signed(at.var)
    env = {"PATELLA_PORT": str(free_block(PORTS))}
    proxy = topology(Places(root, at.build, at.var), env, DATABASE, None, certificate, HAPROXY)[-1]
    assert proxy.url.startswith("https://")
    by_name = {"PATELLA_DIALOGUE_NAME": "dialogue", "PATELLA_ACTIONS_NAME": "actions"}
    for more in ({}, by_name):
        done = subprocess.run(
            [*proxy.command, "-c"],
            env={**os.environ, **proxy.env, **more},
            capture_output=True,
            text=True,
        )
        # A warning is for us to put right as well.
        assert (done.returncode, done.stderr) == (0, ""), more


@needs_haproxy
def test_a_configuration_that_is_broken_is_told(at):
    proxy = topology(at, {}, DATABASE, None, None, HAPROXY)[-1]
    with pytest.raises(CannotStart, match="HAProxy does not take its configuration"):
        scaled.check_proxy(proxy)


def test_the_certificate_is_made_once_and_its_key_is_ours_alone(tmp_path):
    path = scaled.self_signed(tmp_path / "var")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    assert "PRIVATE KEY" in text
    assert "BEGIN CERTIFICATE" in text
    assert scaled.self_signed(tmp_path / "var").read_text() == text


def test_a_server_is_silent_once_it_has_answered_and_then_missed_three_times():
    well = {"a": True, "b": False}
    life = LifeWatch({"a": "a", "b": "b"}, answers=lambda url: well[url])
    # One that loads is not counted.
    assert [life.look() for _ in range(5)] == 5 * [[]]
    well["a"] = False
    assert [life.look() for _ in range(5)] == [[], [], ["a"], [], []]
    life.started("a")
    assert [life.look() for _ in range(5)] == 5 * [[]]


def test_one_answer_in_between_is_enough():
    answers = iter([True, False, False, True, False, False, True])
    life = LifeWatch({"a": "a"}, answers=lambda _: next(answers))
    assert [life.look() for _ in range(7)] == 7 * [[]]


def test_nobody_is_asked_any_more_once_all_are_ending():
    ending = threading.Event()
    ending.set()
    assert list(LifeWatch({"a": "a"}, answers=lambda _: 1 / 0).silent(ending)) == []
