"""Free ports on the loopback interface, kept free until the broker has taken them."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

LOOPBACK = "127.0.0.1"


class PortTakenError(OSError):
    """The wanted port is in use."""


class ReservedPort:
    """A port that nobody else is given while this object lives.

    On Linux the socket stays bound, without listening, while the broker binds and listens: both set
    SO_REUSEADDR, which allows that, and the kernel hands the port to nobody who asks for any free
    one. Elsewhere ``release_before_use`` lets go of it, and whoever starts the broker must be ready
    to try again with another port.
    """

    def __init__(self, wanted: int = 0) -> None:
        """Reserve ``wanted``, or any free port for 0.

        Raises:
            PortTakenError: Somebody listens on ``wanted``.
        """
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((LOOPBACK, wanted))
        except OSError as error:
            self._socket.close()
            raise PortTakenError(error.errno, f"port {wanted}: {error.strerror}") from error
        self.port: int = self._socket.getsockname()[1]

    def release_before_use(self) -> None:
        """Let go of the port where the broker could not bind it otherwise."""
        if sys.platform != "linux":
            self._socket.close()

    def close(self) -> None:
        """Let go of the port."""
        self._socket.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let go of the port."""
        self.close()


def reserve(preferred: int | None) -> ReservedPort:
    """Return the preferred port where it is free, else any."""
    if preferred is not None:
        try:
            return ReservedPort(preferred)
        except PortTakenError:
            pass
    return ReservedPort()
