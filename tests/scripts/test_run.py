from __future__ import annotations

import socket
from pathlib import Path

import pytest

from scripts import run
from scripts.background import free_ports
from scripts.places import Places
from scripts.run import CannotStart, Server, check_disk, check_made, check_port, servers
from scripts.servers import with_secret


@pytest.fixture
def at(tmp_path: Path) -> Places:
    return Places(root=tmp_path, build=tmp_path / ".build", var=tmp_path / "var")


def test_the_usual_ports(at):
    actions, dialogue = servers(at, {})
    assert (actions.host, actions.port) == ("127.0.0.1", 5055)
    assert dialogue.ready_url == "http://127.0.0.1:5005/ready"
    assert actions.env["SANIC_HOST"] == "127.0.0.1"


def test_other_ports_reach_both_servers(at):
    settings = {"PATELLA_PORT": "6000", "PATELLA_ACTIONS_PORT": "6001", "PATELLA_HOST": "0.0.0.0"}
    actions, dialogue = servers(at, settings)
    assert actions.command[-2:] == ["--port", "6001"]
    assert actions.host == "127.0.0.1", "the action server is nobody else's business"
    assert dialogue.host == "0.0.0.0"
    assert dialogue.live_url == "http://127.0.0.1:6000/live"
    for name, value in settings.items():
        assert dialogue.env[name] == value


def test_a_process_for_each_core_up_to_four(at, monkeypatch):
    def processes(cores: int, **env: str) -> str:
        monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(cores)), raising=False)
        return servers(at, env)[1].env["PATELLA_PROCESSES"]

    monkeypatch.setattr("sys.platform", "linux")
    assert [processes(cores) for cores in (1, 2, 64)] == ["1", "2", "4"]
    assert processes(64, PATELLA_PROCESSES="8") == "8"
    # What a messenger hands over is put into order by one.
    assert processes(64, PATELLA_TELEGRAM_TOKEN="1:a") == "1"
    assert processes(64, PATELLA_SLACK_BOT_TOKEN="x") == "1"
    monkeypatch.setattr("sys.platform", "darwin")
    assert processes(64) == "1"


def test_both_servers_share_a_new_secret(at):
    secrets = [
        {each.env["PATELLA_ACTIONS_SECRET"] for each in with_secret(servers(at, {}), {})}
        for _ in range(2)
    ]
    assert [len(each) for each in secrets] == [1, 1]
    assert secrets[0] != secrets[1]
    assert min(len(each) for each in secrets[0]) >= 32


@pytest.mark.parametrize(
    "env", [{"PATELLA_ACTIONS_SECRET": "ours"}, {"PATELLA_ACTIONS_URL": "http://far:5055"}]
)
def test_the_secret_of_the_settings_is_kept(at, env):
    for server in with_secret(servers(at, env), env):
        assert "PATELLA_ACTIONS_SECRET" not in server.env


def test_a_server_that_is_started_alone_gets_no_secret_that_the_other_does_not_know(at):
    (alone,) = with_secret(servers(at, {})[:1], {})
    assert "PATELLA_ACTIONS_SECRET" not in alone.env


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1", "5005.5"])
def test_a_port_that_is_none_is_refused(at, port):
    with pytest.raises(CannotStart, match="PATELLA_PORT="):
        servers(at, {"PATELLA_PORT": port})


def test_one_port_for_both_is_refused(at):
    with pytest.raises(CannotStart, match="both 5055"):
        servers(at, {"PATELLA_PORT": "5055"})


def server_on(port: int) -> Server:
    return Server(
        name="dialogue",
        title="dialogue server",
        command=[],
        host="127.0.0.1",
        port=port,
        setting="PATELLA_PORT",
        ready_path="/ready",
        live_path="/live",
        env={},
    )


def test_a_port_in_use_is_named_with_the_setting_that_changes_it():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"127.0.0.1:{port}.*PATELLA_PORT={port + 1}"):
            check_port(server_on(port))


def test_a_free_port_is_fine():
    check_port(server_on(free_ports(1)[0]))


def test_free_ports_are_all_different():
    assert len(set(free_ports(5))) == 5


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "LEAST_FREE_MB", 10**12)
    with pytest.raises(CannotStart, match=r"nearly full.*PATELLA_VAR"):
        check_disk(tmp_path / "var")


def test_a_missing_model_is_told(at):
    at.dialogue_python.parent.mkdir(parents=True)
    at.dialogue_python.touch()
    _, dialogue = servers(at, {})
    with pytest.raises(CannotStart, match=r"patella\.tar\.gz is not there yet: `make train`"):
        check_made(at, [dialogue])
