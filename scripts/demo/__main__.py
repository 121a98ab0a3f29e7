"""Runs the demo site: python -m scripts.demo --port 5080 --chat http://127.0.0.1:5005."""

from __future__ import annotations

import argparse
import contextlib

from scripts.demo.server import Demo


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=5080)
    parser.add_argument("--chat", default="http://127.0.0.1:5005", help="where the widget is from")
    options = parser.parse_args()
    with Demo(options.port, options.chat) as site, contextlib.suppress(KeyboardInterrupt):
        print(f"The demo is at {site.url}", flush=True)
        site.serve_forever()


if __name__ == "__main__":
    main()
