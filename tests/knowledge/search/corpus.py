"""A small corpus for tests, written as the real documents are."""

from __future__ import annotations

from pathlib import Path

SOURCES = """\
guide:
  name: A guide
  year: 2024
  where: https://example.org/guide
article:
  name: An article
  year: null
  where: supplied article
"""

FRONT = """\
---
id: {id}
title: {title}
topics: [{topics}]
audience: adults
sources: [{sources}]
reviewed: 2026-01-05
signed_off_by: null
questions:
{questions}
---
"""

BUTTOCK = """\
The buttock muscles hold the pelvis level and stop the thigh from rolling inwards when you walk or
climb stairs. When these gluteal muscles are weak, the knee has to cope with a twisting load on
every step, and the kneecap can become sore. A physiotherapist can test how strong they are."""

SCAN = """\
A scan of the knee shows the knee and nothing else. When the pain starts in the hip, the pictures
of the knee are clear although the pain is real, because the two joints share nerves. A clear scan
is a reason to have the hip examined, and not a reason to stop looking for the cause."""

CHAIR = """\
Long sitting keeps the knee bent and presses the kneecap against the thigh bone. Stand up and walk
about every half hour, set the chair so that the hips are a little higher than the knees, and keep
the feet flat on the floor. Many people notice an ache when they get up again after a long film."""

WORDS = " ".join(["word"] * 50)


def document(
    folder: Path,
    id: str,
    body: str,
    title: str = "A title",
    topics: str = "hip, knee",
    sources: str = "guide",
    questions: tuple[str, ...] = ("what is it",),
    name: str | None = None,
) -> Path:
    """Write one document and return its path."""
    lines = "\n".join(f"  - {question}" for question in questions)
    front = FRONT.format(id=id, title=title, topics=topics, sources=sources, questions=lines)
    path = folder / f"{name or id}.md"
    path.write_text(front + body, encoding="utf-8")
    return path


def corpus(folder: Path) -> tuple[Path, Path]:
    """Write three documents and their sources; return the folder and the sources file."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    sources = folder / "sources.yml"
    sources.write_text(SOURCES, encoding="utf-8")
    document(
        documents,
        "weak-buttocks",
        f"## What the buttock muscles do\n\n{BUTTOCK}\n",
        title="Weak buttock muscles",
        topics="gluteals, muscles",
        questions=("is it my bum muscles", "are weak glutes the cause"),
    )
    document(
        documents,
        "clear-scan",
        f"## A clear scan is a clue\n\n{SCAN}\n",
        title="When the scan is clear",
        topics="scan, imaging",
        sources="article, guide",
        questions=("why does it hurt when the mri was fine",),
    )
    document(
        documents,
        "long-sitting",
        f"## Sitting at a desk\n\n{CHAIR}\n",
        title="Sitting for long",
        topics="sitting, work",
        questions=("why does my knee ache at my desk",),
    )
    return documents, sources
