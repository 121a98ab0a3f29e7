"""The places that keep the passages: files on this machine, or a PostgreSQL server."""
