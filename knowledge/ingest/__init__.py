"""Documents of one's own: read from a folder, cut into passages, kept, and searched like ours."""
