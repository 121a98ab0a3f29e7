"""How well search finds what answers a question, and refuses what nothing answers."""
