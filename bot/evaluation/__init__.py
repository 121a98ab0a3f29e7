"""How well understanding does on messages that none of its patterns or examples were made from."""
