"""Serves the demo's few files under the strictest policy that the widget has to live with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

SITE = Path(__file__).with_name("site")

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    body: bytes
    content_type: str


def policy(chat: str) -> str:
    """The content security policy of the site: two entries let the widget in.

    `chat` is the origin that the widget comes from.
    """
    return (
        f"default-src 'none'; script-src {chat}; frame-src {chat}; style-src 'self';"
        " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )


def files(chat: str, folder: Path = SITE) -> dict[str, File]:
    """Every file by its path on the site; a page loses its ending, and knows the chat's origin."""
    found = {}
    for path in sorted(folder.iterdir()):
        body = path.read_bytes()
        if path.suffix == ".html":
            body = Template(body.decode("utf-8")).substitute(chat=chat).encode("utf-8")
        name = path.name if path.suffix != ".html" else path.stem.replace("index", "")
        found[f"/{name}"] = File(body, TYPES[path.suffix])
    return found


class Handler(BaseHTTPRequestHandler):
    """Answers from the files in memory, and knows no other paths."""

    server: Demo
    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""

    def do_GET(self) -> None:
        """Send a file."""
        self._answer()

    def do_HEAD(self) -> None:
        """Send what would come before it."""
        self._answer()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Who looked at what is nobody's business."""

    def _answer(self) -> None:
        file = self.server.files.get(self.path.partition("?")[0])
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        file = file or File(b"There is no such page.\n", "text/plain; charset=utf-8")
        self.send_response(status)
        self.send_header("Content-Type", file.content_type)
        self.send_header("Content-Length", str(len(file.body)))
        self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(file.body)


class Demo(ThreadingHTTPServer):
    """The site on 127.0.0.1; port 0 is any free one."""

    def __init__(self, port: int, chat: str, folder: Path = SITE) -> None:
        self.files: Mapping[str, File] = files(chat, folder)
        self.policy = policy(chat)
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.server_port}/"
