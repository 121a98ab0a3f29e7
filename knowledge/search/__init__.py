"""Search over the knowledge base: ingest, index, retrieve, refuse."""
