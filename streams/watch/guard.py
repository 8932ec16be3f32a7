"""The worker's web surface: what answers, and to whom. The pages: ``streams.watch.pages``."""

import ipaddress
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from faust.web.base import BlueprintManager
from faust.web.base import Web as FaustWeb

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOST = re.compile(r"(?:\[(?P<literal>[^\]]*)\]|(?P<name>[^:]*))(?::\d*)?")
METHODS = frozenset({"GET", "HEAD"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    # The live page loads nothing from elsewhere and runs no script but its own.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    # Numbers of this moment: nobody is to keep them.
    "Cache-Control": "no-store",
    # In place of the versions of Python and aiohttp.
    "Server": "newsstream",
}


def application_options(host: str) -> dict[str, Any]:
    """Return what Faust's web server is made with, for the address that it binds to."""
    return {"middlewares": [_guard(host)], "client_max_size": 1}


def without_faust_pages(pages: FaustWeb) -> None:
    """Leave out every page that Faust adds by itself (tables and their content, router, graph, statistics)."""
    pages.blueprints = BlueprintManager()


def is_local_name(host: str) -> bool:
    """Tell whether the ``Host`` of a request, or an address to bind to, names this machine's loopback."""
    found = HOST.fullmatch(host)
    name = (found["literal"] or found["name"] if found else host).rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _guard(bound_to: str) -> Any:
    """Return the middleware that all requests pass.

    A worker that listens on loopback only answers requests for a loopback name only: else a page of any
    site could have its own name point to 127.0.0.1 and read the metrics (DNS rebinding).
    """
    local_only = is_local_name(bound_to)

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        response: web.StreamResponse
        if request.method not in METHODS:
            response = web.Response(status=405, text="GET only\n", headers={"Allow": "GET, HEAD"})
        elif local_only and not is_local_name(request.host):
            response = web.Response(status=421, text="this worker answers for localhost only: see web_host\n")
        else:
            try:
                response = await handler(request)
            except web.HTTPException as error:  # aiohttp's own answers: 404 and the like
                response = web.Response(status=error.status, text=f"{error.reason}\n")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guard
