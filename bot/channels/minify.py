"""Scripts and styles as they are sent: without comments and needless white space.

The files on disk stay as they are read and written, and nobody has a build step to run. Names
are left alone, so that what the browser reports still says where to look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rcssmin import cssmin
from rjsmin import jsmin

# A licence, in a comment that begins with an exclamation mark, goes along.
MINIFIERS: Mapping[str, Callable[[str], str]] = {
    ".js": lambda source: jsmin(source, keep_bang_comments=True),
    ".css": lambda source: cssmin(source, keep_bang_comments=True),
}


def minify(source: bytes, suffix: str) -> bytes:
    """The file's content (UTF-8) made small; what is neither script nor style is left alone."""
    make_small = MINIFIERS.get(suffix)
    return make_small(source.decode("utf-8")).encode("utf-8") if make_small else source
