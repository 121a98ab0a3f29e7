"""What the dialogue server and the action server have in common as servers."""
