"""Patient cards held as whole conversations with the running bot, and how they ended."""
