"""What Patella knows and how it decides; nothing here imports the dialogue engine."""
