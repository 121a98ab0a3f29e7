"""Starts the dialogue server."""

import logging
import os
import sys

# Before anything of Rasa is imported: it looks at this only once.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from bot.logs import configure_logs
from bot.no_tensorflow import keep_tensorflow_out

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
