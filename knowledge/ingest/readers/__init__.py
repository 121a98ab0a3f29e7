"""A reader for each kind of file: its bytes in, headings and texts out."""
