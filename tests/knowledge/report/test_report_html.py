from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from knowledge.report import html
from knowledge.report.content import Report
from knowledge.report.style import style_source
from knowledge.report.words import load_words
from tests.knowledge.report.checks import AT, BEGUN, NUMBER, adult, child, emergency, report_of

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SHAPES = {"path", "rect", "circle"}


class Page(HTMLParser):
    """A page taken apart; every element must be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in SHAPES, f"<{tag}/> is not HTML"
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> in the wrong place"

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title", "desc"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.texts))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(a["id"]) for _, a in self.elements if a.get("id")]


def page_of(report: Report) -> Page:
    return Page(html.render(report))


def test_headings_are_in_order_and_begin_with_one_h1(report):
    headings = page_of(report).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    for before, after in pairwise(headings):
        assert after <= before + 1


def test_the_page_has_its_language_its_title_and_one_main(report):
    page = page_of(report)
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("title")) >= 1
    assert len(page.all("main")) == 1
    title = f"{load_words().headings['title']}: {report.urgency.label}"
    assert f"<title>{title}</title>" in html.render(report)


def test_table_headers_say_what_they_head(report):
    page = page_of(report)
    assert page.all("table")
    assert {each.get("scope") for each in page.all("th")} <= {"row", "col"}
    for table in page.all("table"):
        assert table["aria-labelledby"] in page.ids


def test_ids_are_unique_and_everything_referred_to_is_there(report):
    page = page_of(report)
    assert len(page.ids) == len(set(page.ids))
    for _, attributes in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(page.ids)
        href = attributes.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in page.ids


def test_there_is_no_script_and_nothing_is_fetched(report):
    text = html.render(report)
    page = page_of(report)
    assert "<script" not in text
    assert "javascript:" not in text
    assert not re.search(r"@import|url\((?!#)", text)
    for tag, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert not {"src", "srcset", "data", "poster", "action", "style"} & set(attributes)
        assert tag not in ("link", "iframe", "object", "embed", "form", "base")


def test_the_source_for_a_policy_is_the_style_of_the_page(report):
    style = re.search("<style>(.*?)</style>", html.render(report), re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert style_source() == f"'sha256-{digest}'"


def test_the_urgency_comes_first_then_the_picture_the_signs_and_the_answers(report):
    text = html.render(report)
    order = [
        text.index(mark)
        for mark in ('id="urgency"', "<svg", 'id="timeline"', 'id="signs"', 'id="answers"')
    ]
    assert order == sorted(order)


def test_the_page_says_all_that_matters(report):
    text = page_of(report).text
    for each in (
        report.urgency.label,
        report.urgency.when,
        report.disclaimer,
        *(flag.say for flag in report.flags),
        *(reason.text for reason in report.reasons),
        *(sign.label for sign in (*report.present, *report.history, *report.absent)),
        *report.unsure,
        *report.skipped,
        *(sign.label for sign in report.not_asked),
        *(row.text for row in report.pain),
        *(question.text for question in report.questions),
        *(pattern.label for pattern in report.patterns),
        *(advice.text for advice in report.safety_net),
        *(source.name for source in report.sources),
        *(version for _, version in report.versions),
    ):
        assert each in text, each


def test_an_emergency_says_the_number_and_that_the_check_ended_early():
    text = page_of(report_of(emergency())).text
    assert NUMBER in text
    assert "The check ended early" in text
    assert "The check ended early" not in page_of(report_of(adult())).text


def test_what_a_person_typed_is_escaped():
    evil = "<img src=x onerror=alert(1)>\"'&"
    answers = replace(child(), relation=evil)
    built = report_of(answers)
    built = replace(built, about=evil, versions=((evil, evil),), unsure=(evil,))
    text = html.render(built)
    assert "<img" not in text
    assert "&lt;img" in text
    assert not page_of(built).all("img")


def test_the_picture_has_words_for_those_who_do_not_see_it(report):
    page = page_of(report)
    (svg,) = page.all("svg")
    assert svg["role"] == "img"
    assert set((svg["aria-labelledby"] or "").split()) <= set(page.ids)
    assert len(page.all("figcaption")) == 1


@pytest.mark.parametrize("begun", [BEGUN, None])
def test_a_check_without_a_known_beginning_has_a_page_too(begun):
    text = page_of(report_of(adult(), at=AT, begun=begun)).text
    assert "09:18" in text
    assert ("09:10" in text) is (begun is not None)


def test_the_moment_that_is_told_is_that_of_the_assessment(report):
    text = page_of(report).text
    before, _, after = load_words().notes["assessed"].partition("{at}")
    assert f"{before}{report.assessed}{after}" in re.sub(r" ,", ",", text)
    assert "Made" not in text


def test_the_template_has_no_words_of_its_own():
    template = (html.FOLDER / html.TEMPLATE).read_text(encoding="utf-8")
    body = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", template, flags=re.S)
    assert re.findall(r"[A-Za-z]{2,}", body) == []
