"""Sanic's protocol, which hangs up on whoever takes too long to send a request."""

from __future__ import annotations

from time import monotonic

from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol


class PromptProtocol(HttpProtocol):
    """One connection; all of a request has to be there within REQUEST_TIMEOUT seconds.

    Sanic counts from the last byte that came, so that a byte now and then would hold a connection
    for as long as somebody likes, and enough of them would keep everybody else out.
    """

    __slots__ = ()

    def data_received(self, data: bytes) -> None:
        """Take bytes in; only the first ones of a request set the clock."""
        begun, is_first = self._time, not self._is_arriving()
        super().data_received(data)
        if not is_first:
            self._time = begun

    def check_timeouts(self) -> None:
        """Look at the clock, as Sanic lets its protocols do from time to time."""
        is_late = monotonic() - self._time > self.request_timeout
        if self._task and is_late and self._is_arriving() and self.transport:
            # No answer: whoever is told something may go on sending what has to be read.
            self.transport.abort()
            return
        super().check_timeouts()

    def _is_arriving(self) -> bool:
        """Whether a request has begun to come, and is not all there."""
        # Where there is much to do, bytes are there before Sanic has begun with the connection.
        http = getattr(self, "_http", None)
        if http is None:
            return False
        return http.stage is Stage.REQUEST or bool(
            http.stage is Stage.HANDLER and http.request_body
        )
