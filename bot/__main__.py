"""Starts the dialogue server."""

import logging
import os
import sys

# Before anything of Rasa or TensorFlow is imported: they look at these only once.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bot.logs import configure_logs

# Libraries log and warn while they are imported, too.
configure_logs()

from bot.server import main  # noqa: E402

if __name__ == "__main__":
    code = main()
    logging.shutdown()
    sys.stdout.flush()
    # Without taking apart what was loaded, which takes Python seconds and changes nothing.
    os._exit(code)
