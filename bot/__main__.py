"""Starts the dialogue server."""

import logging
import os
import sys

from serving.blas import name_the_processor
from serving.shared_metrics import share_metrics
from serving.threads import keep_to_one_thread

# Before anything else is imported: libraries look at these only once.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
keep_to_one_thread()
name_the_processor()
share_metrics()

from bot.logs import configure_logs  # noqa: E402
from bot.no_tensorflow import keep_tensorflow_out  # noqa: E402

# Libraries log and warn while they are imported, too.
configure_logs()
keep_tensorflow_out()

from bot.server import main  # noqa: E402

if __name__ == "__main__":
    code = main()
    logging.shutdown()
    sys.stdout.flush()
    # Without taking apart what was loaded, which takes Python seconds and changes nothing.
    os._exit(code)
