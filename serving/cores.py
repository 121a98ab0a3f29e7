"""What a server that crashes leaves behind: nothing of what people said."""

from __future__ import annotations

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]


def leave_no_core() -> None:
    """Have the system write no core file of this process, in which all of its memory would be."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
