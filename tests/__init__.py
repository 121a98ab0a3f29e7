"""The project's tests; a package, because a library (textstat) installs one of the same name."""
