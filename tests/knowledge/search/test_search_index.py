from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.answer import sentences
from knowledge.search import index
from knowledge.search.calibrate import without_ways
from knowledge.search.content import ways_of_asking
from knowledge.search.documents import load_documents
from knowledge.search.store import POINTER, IndexMissingError, current_folder, load_store
from knowledge.search.stores.files import FileStore
from tests.knowledge.search.corpus import corpus


class FakeEmbed:
    """Turns texts into vectors by their length, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts, are_questions) -> np.ndarray:
        self.asked += texts
        rows = [[len(text), text.count("a"), 1.0] for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def documents(tmp_path):
    return load_documents(*corpus(tmp_path))


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "index"


#: Of the small corpus: three passages, their headings, four questions.
UNITS = 3 + 3 + 4


def build(documents, folder, embed, encoder="model-1"):
    return index.build(documents, folder, encoder, embed, lambda line: None, refused={})


def changed(documents):
    first = documents[0]
    passages = tuple(replace(each, text=each.text + " New.") for each in first.passages)
    return (replace(first, passages=passages), *documents[1:])


def test_what_a_question_sounds_like_is_learned_from_the_lower_layers_too(documents, folder):
    embed = FakeEmbed()

    def probe(texts) -> np.ndarray:
        return np.hstack([embed(texts, False), embed(texts, True) ** 2])

    index.build(documents, folder, "model-1", embed, lambda line: None, refused={}, probe=probe)
    # Where nothing is refused there is one kind of question, and nothing to learn it from.
    assert load_store(folder).guess.kinds.weights.shape == (3, 1)
    assert not load_store(folder).guess.reads_lower_layers
    refused = {"privacy": ("who reads this", "what do you keep of mine")}
    index.build(
        changed(documents),
        folder,
        "model-1",
        embed,
        lambda line: None,
        refused=refused,
        probe=probe,
    )
    assert load_store(folder).guess.kinds.weights.shape == (3 + 6, 2)
    assert load_store(folder).guess.reads_lower_layers


def test_a_build_serves_passages_questions_and_their_owners(documents, folder):
    built = build(documents, folder, FakeEmbed())
    assert (built.passages, built.questions, built.changed) == (3, 4, True)
    store = load_store(folder)
    assert [passage.document_id for passage in store.passages] == [
        "clear-scan",
        "long-sitting",
        "weak-buttocks",
    ]
    assert store.passages[0] == documents[0].passages[0]


def test_few_ways_of_asking_are_searched(documents, folder):
    build(documents, folder, FakeEmbed())
    store = load_store(folder)
    assert len(store.owners) == UNITS
    best = store.lexical(["bum"], 5)[0]
    assert store.passages[best.passage].document_id == "weak-buttocks"
    assert best.is_question


def test_ways_of_asking_are_remembered_and_not_searched(documents, folder, monkeypatch):
    monkeypatch.setattr("knowledge.search.guess.LEAST_WAYS", 1)
    build(documents, folder, FakeEmbed())
    store = load_store(folder)
    assert len(store.owners) == 3
    assert store.lexical(["bum"], 5) == []
    assert [store.guess.labels[n] for n in store.guess.owners[:3]] == ["0", "1", "2"]
    assert len(store.guess.owners) == UNITS
    (first, *others) = documents
    build((without_ways(first), *others), folder, FakeEmbed())
    store = load_store(folder)
    # Of what nobody asked for yet, the heading and each sentence are searched as well.
    assert set(store.owners[3:]) == {0}


def test_a_library_of_some_thousand_passages_is_told_apart_too(documents, folder):
    (first, *_) = documents
    many = [
        replace(
            first, passages=tuple(replace(each, id=f"{each.id}-{n}") for each in first.passages)
        )
        for n in range(1001)
    ]
    build(many, folder, FakeEmbed())
    assert load_store(folder).guess is not None


def test_of_too_many_passages_to_tell_apart_the_ways_of_asking_are_searched(
    documents, folder, monkeypatch
):
    monkeypatch.setattr("knowledge.search.guess.MOST_PASSAGES", 2)
    build(documents, folder, FakeEmbed())
    store = load_store(folder)
    assert store.guess is None
    assert len(store.owners) == UNITS
    best = store.lexical(["bum"], 5)[0]
    assert store.passages[best.passage].document_id == "weak-buttocks"
    assert best.is_question


def test_an_index_is_the_same_whether_its_vectors_are_new_or_taken_over(
    documents, tmp_path, monkeypatch
):
    monkeypatch.setattr("knowledge.search.guess.LEAST_WAYS", 1)
    build(documents, tmp_path / "one", FakeEmbed())
    build(changed(documents), tmp_path / "one", FakeEmbed())
    build(changed(documents), tmp_path / "two", FakeEmbed())
    one, two = (load_store(tmp_path / name).guess for name in ("one", "two"))
    assert np.array_equal(one.vectors, two.vectors)
    assert one.to_bytes() == two.to_bytes()


def test_it_is_built_again_only_when_something_changed(documents, folder):
    embed = FakeEmbed()
    build(documents, folder, embed)
    assert len(embed.asked) == UNITS
    assert build(documents, folder, embed).changed is False
    assert len(embed.asked) == UNITS
    assert build(changed(documents), folder, embed).changed is True
    assert build(changed(documents), folder, embed, encoder="model-2").changed is True


def test_only_what_is_new_is_embedded(documents, folder):
    embed = FakeEmbed()
    build(documents, folder, embed)
    build(changed(documents), folder, embed)
    assert embed.asked[UNITS:] == [changed(documents)[0].passages[0].for_search]
    fresh = folder.with_name("fresh")
    build(changed(documents), fresh, FakeEmbed())
    assert np.array_equal(load_store(folder).vectors, load_store(fresh).vectors)
    build(changed(documents), folder, embed, encoder="model-2")
    assert len(embed.asked) == 1 + 2 * UNITS


def test_what_the_index_before_the_last_had_embedded_is_taken_over_too(documents, folder):
    embed = FakeEmbed()
    build(documents, folder, embed)
    build(documents[:1], folder, embed)
    build(documents[1:], folder, embed)
    assert len(embed.asked) == UNITS


def test_documents_without_questions_can_be_indexed(documents, folder):
    bare = [without_ways(each) for each in documents]
    assert build(bare, folder, FakeEmbed()).questions == 0
    # Each has a heading and three sentences.
    assert len(load_store(folder).vectors) == 3 + 3 + 3 * 3


def test_what_belongs_to_a_build_is_committed_before_the_swap(documents, folder):
    build(documents, folder, FakeEmbed())
    before = current_folder(folder)
    seen = []
    index.build(
        changed(documents),
        folder,
        "model-1",
        FakeEmbed(),
        lambda line: None,
        commit=lambda: seen.append(current_folder(folder)),
    )
    assert seen == [before]
    assert current_folder(folder) != before


def test_a_failed_build_leaves_the_old_index_serving(documents, folder):
    build(documents, folder, FakeEmbed())
    before = current_folder(folder)

    def broken(texts, are_questions):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        build(changed(documents), folder, broken)
    assert current_folder(folder) == before
    assert len(load_store(folder).passages) == 3
    assert {path.name for path in folder.iterdir()} == {POINTER, before.name}


def test_a_swap_is_picked_up_and_the_last_index_stays_for_its_readers(documents, folder):
    build(documents, folder, FakeEmbed())
    old = load_store(folder)
    build(changed(documents), folder, FakeEmbed())
    new = load_store(folder)
    assert new.passages[0].text.endswith("New.")
    assert not old.passages[0].text.endswith("New.")
    build(documents, folder, FakeEmbed(), encoder="model-3")
    assert sum(path.is_dir() for path in folder.iterdir()) == 2


def test_a_missing_or_broken_index_says_what_to_do(documents, folder):
    with pytest.raises(IndexMissingError, match="make train"):
        load_store(folder)
    built = build(documents, folder, FakeEmbed())
    (built.folder / "vectors.npy").unlink()
    with pytest.raises(IndexMissingError, match="make train"):
        load_store(folder)


def test_content_errors_end_with_1_and_leave_the_index(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATELLA_BUILD", str(tmp_path / "build"))
    documents, sources = corpus(tmp_path)
    (documents / "broken.md").write_text("no front matter\n")
    arguments = ["--documents", str(documents), "--sources", str(sources)]
    assert index.main(arguments) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        f"{documents}/broken.md:1: front matter must begin with ---",
        "index: not built, 1 problem(s) in the documents",
    ]
    assert not (tmp_path / "build").exists()


def test_an_encoder_of_another_model_is_refused(tmp_path):
    (tmp_path / "encoder.json").write_text('{"model": "one", "fingerprint": "f"}')
    assert index.exported_model(tmp_path, "one") == "f"
    with pytest.raises(RuntimeError, match="the exported model is one, the setting says two"):
        index.exported_model(tmp_path, "two")


def test_what_is_refused_is_learned_and_embedded_once(documents, folder):
    embed = FakeEmbed()
    refused = {"out_of_scope": ("what is the capital of peru", "who won the cup")}
    build_with = {"say": lambda line: None, "refused": refused}
    index.build(documents, folder, "model-1", embed, **build_with)
    guess = load_store(folder).guess
    assert set(guess.labels) == {"0", "1", "2", "!out_of_scope"}
    index.build(changed(documents), folder, "model-1", embed, **build_with)
    assert len(embed.asked) == UNITS + 2 + 1


def test_a_word_that_is_only_misspelt_in_questions_is_not_known(documents, folder):
    first = documents[0]
    asked = ("is it siatica", "siatica or what")
    passages = tuple(replace(each, asked=asked) for each in first.passages)
    build((replace(first, passages=passages), *documents[1:]), folder, FakeEmbed())
    assert "siatica" not in load_store(folder).word_counts


def test_broken_files_beside_the_vectors_are_made_anew_or_told(documents, folder):
    refused = {"out_of_scope": ("what is the capital of peru",)}
    build_with = {"say": lambda line: None, "refused": refused}
    index.build(documents, folder, "model-1", FakeEmbed(), **build_with)
    served = current_folder(folder)
    (served / "guess.npz").write_bytes(b"PK cut off")
    again = FakeEmbed()
    index.build(changed(documents), folder, "model-1", again, **build_with)
    # One passage is new; what is only remembered was in the broken file.
    assert len(again.asked) == 1 + 1
    (current_folder(folder) / "guess.npz").write_bytes(b"PK cut off")
    with pytest.raises(IndexMissingError):
        FileStore(current_folder(folder))


def test_a_passage_that_nobody_asked_for_yet_is_found_by_each_of_its_sentences(documents):
    passages = [passage for each in documents for passage in without_ways(each).passages]
    found = dict(ways_of_asking(passages))
    first = passages[0]
    begins = f"{first.heading}. {first.text.split('. ')[0]}."
    assert found[begins] == [0]
    assert len(found) == sum(1 + len(sentences(each.text)) for each in passages)
    asked = ways_of_asking([passage for each in documents for passage in each.passages])
    assert begins not in dict(asked)


def test_a_single_sentence_is_no_second_text(documents):
    (passage,) = without_ways(documents[0]).passages
    found = ways_of_asking([replace(passage, text="Only one sentence.")])
    assert found == [(f"{passage.title}: {passage.heading}", [0])]
