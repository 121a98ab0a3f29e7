"""The action server: rasa-sdk's own, with a route beside its webhook that renders reports."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping
from functools import partial

from rasa_sdk import utils
from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sanic.worker.loader import AppLoader

from actions.report_formats import FORMATS, Format
from actions.report_route import ReportRoute
from actions.settings import load_settings
from actions.versions import versions


def make_app(executor: ActionExecutor, formats: Mapping[str, Format] = FORMATS) -> Sanic:
    """The web application, made anew in each worker process."""
    app = create_app_for_serve(executor, cors_origins=None)
    # The versions are read at the start: what is on the disk later may not be what was loaded.
    reports = ReportRoute(formats, versions())
    app.add_route(reports.answer, "/report", methods=["POST"], name="report")
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run the server until it is told to end, as `python -m rasa_sdk` does."""
    parser = argparse.ArgumentParser(prog="python -m actions", description=__doc__)
    parser.add_argument("--port", type=int, default=5055, help="port to listen on")
    options = parser.parse_args(arguments)
    utils.configure_colored_logging(logging.INFO)
    utils.update_sanic_log_level()
    executor = ActionExecutor()
    executor.register_package("actions")
    loader = AppLoader(factory=partial(make_app, executor))
    app = loader.load()
    app.prepare(
        host=load_settings().host,
        port=options.port,
        workers=utils.number_of_sanic_workers(),
    )
    Sanic.serve(primary=app, app_loader=loader)
