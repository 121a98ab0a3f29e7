"""The joints: one action a file, slots in, a decision from knowledge/, a response name out."""
