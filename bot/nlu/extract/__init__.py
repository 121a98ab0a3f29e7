"""Understanding of lay talk about knees and hips: pure functions, no Rasa import."""
