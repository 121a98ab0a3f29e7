"""Ears and mouth: what runs inside the dialogue server."""
