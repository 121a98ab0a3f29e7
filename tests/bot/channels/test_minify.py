"""What is sent says the same as what lies on the disk, in fewer bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.minify import MINIFIERS, minify
from bot.channels.pages import FOLDER

SOURCES = sorted(path for path in FOLDER.rglob("*") if path.suffix in MINIFIERS)
#: A template inside the blank of another, which the minifier takes for two with code between.
NESTED = re.compile(r"`[^`]*\$\{[^}`]*`")
#: Spaces in these are words or code of their own.
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')


def small(source: str, suffix: str) -> str:
    return minify(source.encode(), suffix).decode()


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("let a = 1; // why\nlet b = 2;\n", "let a=1;let b=2;"),
        ("/** Says so. */\nclass A {\n  #x = 1;\n  get x() { return this.#x; }\n}\n",
         "class A{#x=1;get x(){return this.#x;}}"),
        ("const a = `b  ${c}  // no comment\n  d`;", "const a=`b  ${c}  // no comment\n  d`;"),
        ("const at = /[/\\s]+\\/\\/ x/u;", "const at=/[/\\s]+\\/\\/ x/u;"),
        ("a = b\n++c", "a=b\n++c"),
        ("return\nx", "return\nx"),
        ('const u = "https://a.example";', 'const u="https://a.example";'),
        ("a + +b - -c", "a+ +b- -c"),
        ("/*! Licence: MIT */\nlet a;", "/*! Licence: MIT */let a;"),
    ],
)  # fmt: skip
def test_scripts(source: str, sent: str) -> None:
    assert small(source, ".js") == sent


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("/* why */\na { color: red; }\n", "a{color:red}"),
        ("a > b :is(c, d)::before { content: \"+  \"; }", 'a>b :is(c,d)::before{content:"+  "}'),
        ("a { inset: calc(50% - 1rem) auto; }", "a{inset:calc(50% - 1rem) auto}"),
        ("a { font: 1rem/1.5 serif; --b: ; }", "a{font:1rem/1.5 serif;--b:}"),
        ("/*! Licence: MIT */ a { top: 0; }", "/*! Licence: MIT */a{top:0}"),
        ("@media (min-width: 1px) and (hover) { a { top: 0 } }",
         "@media (min-width:1px) and (hover){a{top:0}}"),
    ],
)  # fmt: skip
def test_styles(source: str, sent: str) -> None:
    assert small(source, ".css") == sent


def test_anything_else_is_left_alone() -> None:
    page = b"<p>\n  a  <!-- b --></p>\xff"
    assert minify(page, ".html") == page


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_each_of_our_files_keeps_its_words_and_gets_smaller(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    sent = small(source, path.suffix)
    assert len(sent) < len(source)
    assert small(sent, path.suffix) == sent
    code = re.sub(r"^\s*(//|/\*| \*).*$", "", source, flags=re.MULTILINE)
    if path.suffix == ".js":
        assert LITERAL.findall(sent) == LITERAL.findall(code)


@pytest.mark.parametrize("path", [p for p in SOURCES if p.suffix == ".js"], ids=lambda p: p.name)
def test_no_template_stands_in_another(path: Path) -> None:
    found = NESTED.search(path.read_text(encoding="utf-8"))
    assert not found, f"{found[0]}: give the inner text a name of its own, its spaces would go"


def test_a_template_in_another_would_be_found() -> None:
    assert NESTED.search("const a = `b ${c ? `d  e` : f}`;")
    assert not NESTED.search("const a = `b ${c}`; const d = `e ${f}`;")
