"""Benchmarks: what Patella costs beside the bot that stock Rasa makes, one module a part."""
