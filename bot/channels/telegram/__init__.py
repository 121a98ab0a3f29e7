"""Telegram: its updates come in, and messages with inline keyboards go out."""
