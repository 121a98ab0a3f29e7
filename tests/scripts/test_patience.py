"""Who ends a server waits for as long as that takes, wherever it runs."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.settings import Settings
from scripts.supervisor import PATIENCE, PATIENCE_WITH_ALL

DEPLOY = Path(__file__).parents[2] / "deploy"
#: Until the interpreter itself has ended.
REST = 1.0


def own_time() -> float:
    settings = Settings()
    return settings.drain_timeout + settings.messenger_drain + REST


def test_the_supervisor() -> None:
    assert own_time() <= PATIENCE < PATIENCE_WITH_ALL


def test_compose() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text())["services"]
    dialogue = services["dialogue"]
    linger = float(dialogue["environment"]["PATELLA_DRAIN"])
    assert linger + own_time() <= float(dialogue["stop_grace_period"].removesuffix("s"))


def test_kubernetes() -> None:
    documents = yaml.safe_load_all((DEPLOY / "kubernetes" / "dialogue.yml").read_text())
    pod = next(each for each in documents if each["kind"] == "Deployment")["spec"]["template"]
    settings = pod["spec"]["containers"][0]["env"]
    linger = next(float(each["value"]) for each in settings if each["name"] == "PATELLA_DRAIN")
    assert linger + own_time() <= pod["spec"]["terminationGracePeriodSeconds"]
