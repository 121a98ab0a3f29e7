"""The safety case names what there is, leaves nothing out, and says that nobody has signed it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from knowledge.evaluation.gates import load_gates
from knowledge.loading import ContentError
from knowledge.urgency import load_urgency
from scripts.hazard_log import FOLDER, PAGE, PATH, load_log, main, render

ROOT = Path(__file__).resolve().parents[1]
GATES = ("bot/evaluation/gates.yml", "bot/evaluation/vignettes/gates.yml")
PAGES = sorted(FOLDER.glob("*.md"))
HAZARDS = load_log().hazards

GOOD = """
scales:
  severity: {slight: A bruise., grave: A death.}
  likelihood: {rare: Hardly ever., often: Every day.}
  risk: {slight: [low, low], grave: [medium, high]}
  status: {in place: Controlled., open: Missing.}
hazards:
  - id: H1
    hazard: A fall
    cause: A step
    effect: A bruise
    before: {severity: grave, likelihood: often}
    after: {severity: slight, likelihood: rare}
    control: [A rail.]
    where: [README.md]
    shown_by: [tests/test_safety_case.py]
    residual: Steps without a rail.
    status: in place
"""


def plain(text: str) -> str:
    """A text without its line breaks and marks of emphasis."""
    return " ".join(text.replace("*", "").split())


def wrong_with(reference: str) -> str | None:
    """What is wrong with a test or file that the log names: ``path`` or ``path::name``."""
    path, _, name = reference.partition("::")
    file = ROOT / path
    if not file.is_file():
        return f"no such file: {path}"
    if not name:
        return None
    if path in GATES:
        known = name in [gate.title for gate in load_gates(file)]
    else:
        definition = rf"^\s*(?:async )?def {re.escape(name)}\("
        known = re.search(definition, file.read_text(encoding="utf-8"), re.MULTILINE) is not None
    return None if known else f"{path} has no {name}"


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.id)
def test_what_a_hazard_names_is_there(hazard):
    references = (*hazard.where, *hazard.shown_by)
    assert [problem for each in references if (problem := wrong_with(each))] == []
    assert len(set(references)) == len(references)


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("tests/test_nothing.py", "no such file"),
        ("tests/test_safety_case.py::test_that_is_not_there", "has no"),
        ("bot/evaluation/gates.yml::Red flags", "has no"),
        ("tests/test_safety_case.py::wrong_with", None),
        ("bot/evaluation/gates.yml::Red flags, recall", None),
    ],
)
def test_what_is_gone_is_noticed(reference, problem):
    found = wrong_with(reference)
    assert found is None if problem is None else problem in found


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.id)
def test_what_shows_a_control_is_a_test_or_a_gate(hazard):
    files = [reference.partition("::")[0] for reference in hazard.shown_by]
    assert all(file.startswith("tests/") or file in GATES for file in files)


def test_control_never_makes_a_risk_worse():
    scales = load_log().scales
    for words in ("severity", "likelihood"):
        order = list(getattr(scales, words))
        for hazard in HAZARDS:
            before, after = (getattr(each, words) for each in (hazard.before, hazard.after))
            assert order.index(after) <= order.index(before), hazard.id


def test_the_page_is_up_to_date(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().err


def test_every_hazard_is_on_the_page_with_all_that_belongs_to_it():
    page = plain(PAGE.read_text(encoding="utf-8"))
    for hazard in HAZARDS:
        assert f"### {hazard.id}: {plain(hazard.hazard)}" in page
        for text in (hazard.cause, hazard.effect, *hazard.control, hazard.residual):
            assert plain(text) in page, hazard.id


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: H1", "id: H2", "must be H1"),
        ("likelihood: often", "likelihood: seldom", "not on the scale"),
        ("status: in place", "status: done", "not on the scale"),
        ("status: in place", "status: open", "to_do goes with"),
        ("grave: [medium, high]", "grave: [medium]", "needs a word for each likelihood"),
        ("control: [A rail.]", "control: []", "control"),
        ("shown_by: [tests/test_safety_case.py]", "shown_by: []", "shown_by"),
        ("    residual: Steps without a rail.\n", "", "residual"),
        ("    cause: A step\n", "    cause: A step\n    cost: 3\n", "cost"),
    ],
)
def test_a_mistake_in_the_hazards_is_named(tmp_path, old, new, told):
    file = tmp_path / "hazards.yml"
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(told)):
        load_log(file)


def test_the_risk_is_that_of_the_scales(tmp_path):
    file = tmp_path / "hazards.yml"
    file.write_text(GOOD, encoding="utf-8")
    log = load_log(file)
    assert log.scales.risk_of(log.hazards[0].before) == "high"
    assert log.scales.risk_of(log.hazards[0].after) == "low"
    assert "| [H1](#h1) | A fall | high | low | in place |" in render(log)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_hazards_are_called_by_numbers_that_there_are(page):
    called = set(re.findall(r"\bH\d+\b", page.read_text(encoding="utf-8")))
    assert called <= {hazard.id for hazard in HAZARDS}


def limits() -> dict[str, str]:
    """Each figure that known-limits.md names, with what it says of it."""
    text = (FOLDER / "known-limits.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    return {
        name: said
        for names, said in (row.strip("| ").split(" | ") for row in rows)
        for name in re.findall("`([^`]+)`", names)
    }


def test_the_limits_name_figures_that_there_are():
    gates = {gate.title: gate for path in GATES for gate in load_gates(ROOT / path)}
    assert len(limits()) > 5
    for name, said in limits().items():
        assert name in gates
        is_missed = gates[name].reason is not None
        assert (
            re.match(r"(?:Below|Above) its target\.", said) is not None
            if is_missed
            else ("its target" not in said)
        ), name


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.name)
def test_every_page_says_that_nothing_is_signed_off(page):
    text = plain(page.read_text(encoding="utf-8"))
    assert re.search(r"No clinician (?:and no clinical safety officer )?has signed off", text)


def test_the_bot_says_that_nothing_is_signed_off():
    about = plain(responses()["utter_about"])
    for text in (load_urgency().disclaimer, about):
        assert re.search(r"no health professional has signed (?:it )?off", text, re.IGNORECASE)


def test_the_greeting_says_what_it_is():
    greeting = plain(responses()["utter_greet"])
    assert "chatbot" in greeting
    assert "not a doctor" in greeting and "don't diagnose" in greeting
    assert "{emergency_number}" in greeting


def test_a_person_can_ask_for_a_human():
    handover = responses()["utter_human_handover"]
    assert "talk to you" in handover and "{emergency_number}" in handover


def test_nothing_is_recorded_as_signed():
    """As soon as something is signed, the pages above have to be written anew."""
    documents = (ROOT / "knowledge" / "documents").glob("*.md")
    texts = {path.name: path.read_text(encoding="utf-8") for path in documents}
    assert texts
    assert [name for name, text in texts.items() if "\nsigned_off_by: null\n" not in text] == []


def test_the_hazards_say_so_at_their_head():
    assert "Not signed off by a clinician" in plain(
        PATH.read_text(encoding="utf-8").replace("#", "")
    )


def responses() -> dict[str, str]:
    """The first wording of each response."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return {name: rows[0]["text"] for name, rows in domain["responses"].items()}
