"""What deploy/ holds, as far as it can be looked at without containers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = DEPLOY / "images" / "patella.Dockerfile"
MANIFESTS = sorted((DEPLOY / "kubernetes").rglob("*.yml"))
COMPOSE = [DEPLOY / "compose.yml", DEPLOY / "compose.messengers.yml"]
#: Settings that hold a secret, or part of one.
SECRET = re.compile(r"SECRET|TOKEN|KEY$|PASSWORD|DATABASE_URL")


def documents() -> list[dict[str, Any]]:
    return [each for path in MANIFESTS for each in yaml.safe_load_all(path.read_text())]


def named(each: dict[str, Any]) -> str:
    return f"{each['kind']}-{each['metadata']['name']}"


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    for each in documents():
        template = each.get("spec", {}).get("template")
        if template:
            yield named(each), template


def services() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(COMPOSE[0].read_text())["services"]


def known_settings() -> set[str]:
    """What the servers and the proxy read from the environment."""
    sources = [
        *ROOT.glob("bot/**/*.py"),
        *ROOT.glob("actions/*.py"),
        *ROOT.glob("serving/*.py"),
        *ROOT.glob("knowledge/search/*.py"),
        DEPLOY / "haproxy" / "haproxy.cfg",
        DEPLOY / "images" / "index",
    ]
    return {
        name
        for path in sources
        for name in re.findall(r"PATELLA_\w+", path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("manifest", documents(), ids=named)
def test_kubernetes_takes_the_manifests(manifest):
    newest = kubernetes_validate.latest_version()
    kubernetes_validate.validate(manifest, newest, strict=True)
    assert manifest["kind"] == "Namespace" or manifest["metadata"]["namespace"] == "patella"


@pytest.mark.parametrize(("name", "template"), pods(), ids=lambda each: str(each)[:30])
def test_pods_may_do_nothing_that_they_need_not(name, template):
    spec = template["spec"]
    assert spec["automountServiceAccountToken"] is False
    # Or else a service called patella would set PATELLA_PORT.
    assert spec["enableServiceLinks"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert "memory" in container["resources"]["limits"]
        for variable in container.get("env", ()):
            if SECRET.search(variable["name"]):
                assert "secretKeyRef" in variable["valueFrom"]


def test_servers_are_asked_whether_they_live_and_are_ready():
    for name, template in pods():
        if name.startswith("Deployment") and name != "Deployment-proxy":
            (container,) = template["spec"]["containers"]
            assert container["readinessProbe"]["httpGet"]["path"] == "/ready", name
            assert container["livenessProbe"]["httpGet"]["path"] in ("/live", "/health"), name
            assert container["startupProbe"], name


def test_more_than_one_of_each_server_runs_and_one_always_stays():
    kept = {named(each).partition("-")[2] for each in documents() if named(each)[:6] == "PodDis"}
    for each in documents():
        if each["kind"] == "Deployment":
            assert each["spec"]["replicas"] >= 2
            assert each["metadata"]["name"] in kept
            assert each["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_nothing_talks_but_where_it_is_allowed_by_name():
    policies = {each["metadata"]["name"]: each for each in documents() if named(each)[:3] == "Net"}
    closed = policies["nothing-else"]["spec"]
    assert closed == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for name, policy in policies.items():
        for rule in policy["spec"].get("egress", ()):
            assert rule["to"], name
            assert rule["ports"], name
        for rule in policy["spec"].get("ingress", ()):
            # Whoever may come in from everywhere comes to the proxy's own port.
            open_to_all = "from" not in rule
            assert not open_to_all or (name, rule["ports"][0]["port"]) == ("proxy", 8443)
    outside = [name for name, each in policies.items() if "ipBlock" in str(each)]
    assert outside == ["messengers"]


def test_ports_that_policies_open_are_those_that_containers_have():
    listened = {
        port["containerPort"]
        for _, template in pods()
        for container in template["spec"]["containers"]
        for port in container.get("ports", ())
    }
    opened = {
        port["port"]
        for each in documents()
        if each["kind"] == "NetworkPolicy"
        for rule in each["spec"].get("ingress", ())
        for port in rule["ports"]
    }
    assert opened == listened


def test_every_setting_that_is_given_is_one_that_is_read():
    given = set(re.findall(r"PATELLA_\w+", (DEPLOY / "env.example").read_text()))
    for path in [*COMPOSE, *MANIFESTS, DOCKERFILE]:
        given |= set(re.findall(r"PATELLA_\w+", path.read_text()))
    # What only the compose file itself reads.
    own = {"PATELLA_PUBLIC_PORT", "PATELLA_VERSION", "PATELLA_CERTIFICATE_FILE"}
    own |= {"PATELLA_DIALOGUE_SERVERS", "PATELLA_ACTION_SERVERS"}
    assert given - own <= known_settings()
    assert not own & known_settings()


def test_what_the_proxy_needs_is_given_to_it():
    configured = (DEPLOY / "haproxy" / "haproxy.cfg").read_text()
    needed = set(re.findall(r"\"\$\{(PATELLA_\w+)\}\"", configured))
    # Found by name, not by number.
    needed -= {f"PATELLA_{kind}_{n}" for kind in ("DIALOGUE", "ACTIONS") for n in (1, 2)}
    (template,) = (each for name, each in pods() if name == "Deployment-proxy")
    in_kubernetes = {each["name"] for each in template["spec"]["containers"][0]["env"]}
    assert needed <= in_kubernetes
    assert needed <= set(services()["proxy"]["environment"])


@pytest.mark.parametrize("name", services())
def test_containers_may_do_nothing_that_they_need_not(name):
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    for setting, value in service.get("environment", {}).items():
        if SECRET.search(setting):
            assert str(value).startswith("${"), f"{setting} is a reference, and no secret itself"


def test_only_the_proxy_has_a_way_in_or_out():
    networks = yaml.safe_load(COMPOSE[0].read_text())["networks"]
    outside = {name for name, each in networks.items() if not each.get("internal")}
    assert outside == {"outside"}
    for name, service in services().items():
        assert ("ports" in service) == (name == "proxy")
        assert ("outside" in service["networks"]) == (name == "proxy")


def test_images_are_built_from_what_is_there_and_run_as_nobody_special():
    text = DOCKERFILE.read_text()
    copied = re.findall(r"^COPY (?!--from)(\S+) \S+$", text, re.MULTILINE)
    assert all((ROOT / path).exists() for path in copied)
    assert copied
    for target in ("actions", "dialogue"):
        stage = text[text.index(f" AS {target}\n") :].partition("\nFROM ")[0]
        assert "\nUSER 10001:10001\n" in stage
        assert f'"/patella/.build/{target}/bin/python"' in stage
        assert "RASA_TELEMETRY_ENABLED=false" in stage
    built = {service["build"]["target"] for service in services().values() if "build" in service}
    assert built == {"actions", "dialogue"}


def test_no_secret_and_nothing_of_a_conversation_gets_into_an_image():
    ignored = (DOCKERFILE.parent / f"{DOCKERFILE.name}.dockerignore").read_text().split()
    assert {"var", ".git", ".build", "**/.env"} <= set(ignored)
    kept_out = (ROOT / ".gitignore").read_text().split()
    assert "deploy/.env" in kept_out


def test_commands_in_containers_exist():
    for command in (
        services()["index"]["command"][0],
        *(c["command"][0] for n, t in pods() if n == "Job-index" for c in t["spec"]["containers"]),
    ):
        path = ROOT / Path(command).relative_to("/patella")
        assert path.stat().st_mode & 0o111
