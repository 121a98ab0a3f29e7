"""The jobs behind the Makefile: set-up, training, supervision, checks."""
