"""Run as `python -m actions`."""

from serving.threads import keep_to_one_thread

# Before the libraries are imported, which look at it only once.
keep_to_one_thread()

from actions.server import main  # noqa: E402

if __name__ == "__main__":
    main()
