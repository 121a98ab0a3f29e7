"""Understanding: graph components for Rasa, and the pure modules that they use."""
