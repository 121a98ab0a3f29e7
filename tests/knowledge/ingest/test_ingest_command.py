from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from knowledge.ingest import collect
from knowledge.ingest.library import load_library
from knowledge.ingest.records import id_from_path
from knowledge.search import index
from knowledge.search.content import ways_of_asking
from tests.knowledge.ingest import made
from tests.knowledge.ingest.conftest import OURS


@pytest.fixture
def docs(place):
    return made.folder(place.docs)


def test_documents_of_every_kind_are_served_beside_ours(place, docs, capsys):
    (docs / "word.docx").write_bytes(made.word_file())
    (docs / "leaflet.pdf").write_bytes(made.pdf(f"<h1>Seats</h1><p>{made.CHAIR}</p>", made.BARE))
    (docs / "photo.jpg").write_bytes(b"\xff\xd8")
    assert place.ingest() == 0
    shown = capsys.readouterr().out
    assert "leaflet.pdf  new, 1 passage" in shown
    assert "photo.jpg    left out: files .jpg are not read" in shown
    served = place.served()
    assert served[:3] == OURS
    assert {each.split("#")[0] for each in served[3:]} == {
        "buttock-md", "chair-txt", "page-html", "word-docx",
    }  # fmt: skip
    # The leaflet says what the text file before it says, and the Word file too in its first part.
    assert "  leaflet-pdf#text repeats chair-txt#text" in shown


def test_with_only_ours_are_left_away_until_they_are_asked_for(place, docs, capsys):
    assert place.ingest("--only") == 0
    assert not set(OURS) & set(place.served())
    assert "alone." in capsys.readouterr().out
    assert place.ingest() == 0
    assert set(OURS) < set(place.served())
    assert place.ingest("--forget") == 0
    assert place.served() == OURS
    assert load_library().records == ()


def test_make_train_and_a_restart_keep_what_was_taken(place, docs):
    assert place.ingest() == 0
    before = place.served()
    shutil.rmtree(place.root / "build" / "index")
    shutil.rmtree(docs)
    from knowledge.search import settings
    from knowledge.search.documents import load_documents

    ours = load_documents(settings.DOCUMENTS, settings.SOURCES)
    with index.alone(settings.index_folder(), print):
        index.install(index.with_ingested(ours), place.embed, print)
    assert place.served() == before


def test_what_has_not_changed_is_neither_read_nor_embedded_again(place, docs, monkeypatch, capsys):
    assert place.ingest() == 0
    capsys.readouterr()
    (docs / "chair.txt").write_text(f"A new title\n\n{made.CHAIR}\n", encoding="utf-8")
    read = []

    def watched(file, *rest):
        read.append(file.name)
        return original(file, *rest)

    original = collect.read_record
    monkeypatch.setattr(collect, "read_record", watched)
    os.utime(docs / "buttock.md", (1, 1))
    assert place.ingest() == 0
    assert read == ["chair.txt"]
    passage = place.passages()["chair-txt#text"]
    ways = [way for way, _ in ways_of_asking([passage])]
    assert place.embed.asked == [passage.for_search, *ways]
    shown = capsys.readouterr().out
    assert "buttock.md  unchanged, 1 passage" in shown
    assert "chair.txt   changed, 1 passage" in shown
    assert place.ingest("--afresh") == 0
    assert len(read) == 4
    assert place.embed.asked == []


def test_an_old_file_is_not_even_opened(place, docs, monkeypatch):
    for path in docs.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert place.ingest() == 0
    monkeypatch.setattr(type(docs), "read_bytes", _only_for(docs, type(docs).read_bytes))
    assert place.ingest() == 0


def _only_for(folder, original):
    def read_bytes(path):
        assert path.parent != folder or path.name == "sources.yml", f"{path} was opened"
        return original(path)

    return read_bytes


def test_what_is_gone_from_the_folder_goes_and_an_empty_folder_is_the_end_of_it(
    place, docs, capsys
):
    assert place.ingest() == 0
    (docs / "chair.txt").unlink()
    (docs / "page.html").rename(docs / "other.html")
    assert place.ingest() == 0
    shown = capsys.readouterr().out
    assert "chair.txt   removed" in shown
    assert "page.html   removed" in shown
    assert {each.split("#")[0] for each in place.served()[3:]} == {"buttock-md", "other-html"}
    for path in docs.iterdir():
        path.unlink()
    assert place.ingest() == 0
    assert place.served() == OURS
    assert list((place.root / "var" / "library" / "records").iterdir()) == []


def test_the_source_is_what_front_matter_says_or_else_the_file_itself(place, docs):
    os.utime(docs / "chair.txt", (1_700_000_000, 1_700_000_000))
    assert place.ingest() == 0
    passages = place.passages()
    guide = passages["buttock-md#what-they-do"]
    assert guide.sources[0].as_dict() == {
        "name": "A guide", "year": 2021, "where": "https://example.org/guide",
    }  # fmt: skip
    assert guide.topics == ("gluteals",)
    assert guide.questions == ("is it my bum",)
    (chair,) = passages["chair-txt#text"].sources
    assert chair.in_words() == "Sitting for long (chair.txt, file of 14 November 2023)"
    (page,) = next(each.sources for key, each in passages.items() if "page-html" in key)
    assert page.in_words() == "Hip and knee pain (page.html), 2024"
    assert page.where == "https://clinic.example/hip-and-knee"
    # The day of a file is not the day of a review.
    assert {each.reviewed for key, each in passages.items() if key not in OURS} == {None}


def test_a_file_of_keys_describes_what_has_no_front_matter(place, docs):
    (docs / "chair.txt.yml").write_text("title: At a desk\nreviewed: 2025-01-02\nyear: 2025\n")
    assert place.ingest() == 0
    chair = place.passages()["chair-txt#text"]
    assert (chair.title, chair.reviewed) == ("At a desk", "2025-01-02")
    assert chair.sources[0].in_words() == "At a desk (chair.txt), 2025"
    (docs / "chair.txt.yml").write_text("title: At the desk\n")
    assert place.ingest() == 0
    assert place.passages()["chair-txt#text"].title == "At the desk"


def test_sources_are_ours_or_of_a_file_in_the_folder(place, docs):
    (docs / "sources.yml").write_text("mine:\n  name: Mine\n  year: 2020\n  where: a book\n")
    (docs / "two.md").write_text(f"---\nsources: [mine, guide]\n---\n# Two\n\n{made.SCAN} Two.\n")
    assert place.ingest("--only") == 0
    two = place.passages()["two-md#text"]
    assert [each.in_words() for each in two.sources] == ["Mine, 2020", "A guide, 2024"]


def test_a_document_with_the_id_of_one_of_ours_stands_in_its_place(place, docs, capsys):
    (docs / "own.md").write_text(f"---\nid: clear-scan\n---\n# My scan\n\n{made.SCAN} Mine.\n")
    assert place.ingest() == 0
    assert "clear-scan: your document stands in for Patella's" in capsys.readouterr().out
    assert [each for each in place.served() if each.startswith("clear-scan")] == ["clear-scan#text"]


@pytest.mark.parametrize("dose", ["400 mg", "1200 mg/day", "200mg / 8 hours", "500mgs"])
def test_passages_that_give_a_dose_are_left_out(place, docs, capsys, dose):
    (docs / "pills.txt").write_text(
        f"{made.CHAIR}\n\nPills\n\nTake {dose}. {made.SCAN} {made.CHAIR}"
    )
    assert place.ingest() == 0
    assert "left out, for it gives a dose: Pills" in capsys.readouterr().out
    assert not any(dose in each.text for each in place.passages().values())


def test_what_a_blood_test_finds_is_no_dose_and_a_heading_may_give_one(place, docs):
    (docs / "blood.md").write_text(
        f"## Blood\n\nA value of 5 mg/l. {made.SCAN}\n\n## Take 400 mg\n\n{made.CHAIR}\n"
    )
    assert place.ingest("--only") == 0
    shown = place.passages().values()
    assert any("5 mg/l" in each.text for each in shown)
    assert not any("400 mg" in each.heading for each in shown)


def test_a_folder_that_is_not_there_is_not_an_empty_one(place, docs, capsys):
    assert place.ingest() == 0
    assert place.ingest(docs=place.root / "nowhere") == 1
    assert "no such folder" in capsys.readouterr().err
    (place.root / "pictures").mkdir()
    (place.root / "pictures" / "a.png").write_bytes(b"\x89PNG")
    assert place.ingest(docs=place.root / "pictures") == 1
    assert "there is nothing to take. Nothing was changed." in capsys.readouterr().err
    assert len(place.served()) > len(OURS)


def test_what_was_taken_is_listed_and_a_broken_manifest_is_told(place, docs, capsys):
    assert place.ingest("--list") == 0
    assert "Nothing was ingested" in capsys.readouterr().out
    assert place.ingest("--only") == 0
    capsys.readouterr()
    assert place.ingest("--list") == 0
    assert capsys.readouterr().out.startswith(
        f"From {docs}, instead of Patella's own:\nbuttock.md: Weak buttock muscles, 1 passage\n"
    )
    (place.root / "var" / "library" / "manifest.json").write_text("{")
    assert place.ingest("--list") == 1
    assert "run `make ingest` on the folder again" in capsys.readouterr().err
    assert place.ingest() == 0


def test_a_lost_record_is_read_again(place, docs):
    assert place.ingest() == 0
    before = place.served()
    for path in (place.root / "var" / "library" / "records").iterdir():
        path.unlink()
    assert place.ingest() == 0
    assert place.served() == before


def test_hidden_files_and_links_to_folders_are_left_alone(place, docs):
    (docs / ".hidden.md").write_text("broken: [")
    (docs / "~$word.docx").write_bytes(b"lock")
    (docs / "up").symlink_to(docs)
    (docs / "deep").mkdir()
    (docs / "deep" / "more.txt").write_text(made.SCAN + " More of it here.")
    assert place.ingest("--only") == 0
    assert "deep-more-txt#text" in place.served()
    assert not any("up" in each for each in place.served())


def test_names_may_hold_anything(place, docs, capsysbinary):
    for number, name in enumerate((b"na\xefve.txt", "Über Knie.txt".encode(), b"x\ny.txt")):
        Path(os.fsdecode(os.fsencode(docs) + b"/" + name)).write_text(f"{made.SCAN} {number} more.")
    assert place.ingest("--only") == 0
    names = {each.document_id.rsplit("-", 1)[0] for each in place.passages().values()}
    assert {"nave-txt", "uber-knie-txt", "xy-txt"} <= names


def test_an_id_is_the_path_and_different_for_every_file():
    assert id_from_path("hip/knee pain.md") == "hip-knee-pain-md"
    alike = ("a-b.txt", "a--b.txt", "ä-b.txt", "a-b!.txt", "髋.txt", "膝.txt", f"{'long' * 40}.txt")
    ids = [id_from_path(path) for path in alike]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= 67


def test_the_stamp_of_make_train_is_back_after_the_swap(place, docs):
    stamp = place.root / "build" / "stamps" / "index"
    stamp.parent.mkdir()
    stamp.write_text("made\n")
    assert place.ingest() == 0
    assert stamp.read_text() == "made\n"
