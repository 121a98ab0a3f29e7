"""The picture of the body that messengers send is that of the present drawing."""

from PIL import Image

from knowledge.questions import load_questions
from knowledge.report.body_map import PATH as DRAWING
from scripts.pictures import LABELS, MARK, PICTURE, mark


def test_the_picture_is_made_from_the_present_drawing():
    made_from = Image.open(PICTURE).text[MARK]
    assert made_from == mark(DRAWING.read_text(encoding="utf-8")), (
        "the drawing, a name or the way to draw has changed: run python -m scripts.pictures"
    )


def test_every_place_is_named():
    assert sorted(label.zone for label in LABELS) == sorted(load_questions()["location"].options)


def test_it_is_small():
    assert PICTURE.stat().st_size <= 60_000
