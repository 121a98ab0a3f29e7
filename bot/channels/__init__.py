"""Channels: each only translates between its service and a turn."""
