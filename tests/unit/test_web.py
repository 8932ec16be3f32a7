"""What a worker's web port answers, and to whom."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from streams.app import build_worker
from streams.settings import Settings
from streams.watch.guard import is_local_name

PAGES = {
    *("/metrics", "/health/live", "/health/ready"),
    *("/", "/live/page.js", "/live/page.css", "/live/state", "/live/events"),
}
FAUST_PAGES = (
    *("/router/", "/router/topics", "/router/any/key/", "/table/", "/table/any/", "/table/any/key/"),
    *("/graph/", "/performance/"),
)


def application(web_host: str = "127.0.0.1") -> web.Application:
    pages = build_worker(Settings(bootstrap_servers="127.0.0.1:1", web_host=web_host)).app.web
    pages.init_server()
    return pages.web_app


async def request(method: str, path: str, web_host: str = "127.0.0.1", **options) -> tuple[int, dict, bytes]:
    async with TestClient(TestServer(application(web_host))) as client:
        async with client.request(method, path, **options) as answer:
            return answer.status, dict(answer.headers), await answer.read()


async def test_only_the_documented_pages_answer():
    routes = application().router.routes()
    assert {route.resource.canonical for route in routes} == PAGES
    assert {route.method for route in application().router.routes()} == {"GET", "HEAD"}


@pytest.mark.parametrize("path", sorted(PAGES))
async def test_pages_answer_with_safe_headers(path):
    status, headers, body = await request("GET", path)
    assert status in (200, 503)
    assert body
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "aiohttp" not in headers["Server"]
    assert "Access-Control-Allow-Origin" not in headers
    head, _, nothing = await request("HEAD", path)
    assert (head, nothing) == (status, b"")


@pytest.mark.parametrize("path", FAUST_PAGES)
async def test_pages_of_faust_do_not_answer(path):
    status, headers, body = await request("GET", path)
    assert (status, body) == (404, b"Not Found\n")
    assert "aiohttp" not in headers["Server"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_nothing_can_be_done_by_other_methods(method):
    status, headers, _ = await request(method, "/metrics", data=b"x" * 100_000)
    assert status == 405
    assert headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("web_host", "host", "expected"),
    [
        ("127.0.0.1", "127.0.0.1:6066", 200),
        ("127.0.0.1", "localhost:6066", 200),
        ("127.0.0.1", "[::1]:6066", 200),
        ("127.0.0.1", "attacker.example:6066", 421),
        ("127.0.0.1", "127.0.0.1.attacker.example", 421),
        ("127.0.0.1", "localhost.attacker.example", 421),
        ("127.0.0.1", "10.0.0.1:6066", 421),
        # Bound to an address of the network on purpose: under what names that is reached, we can't know.
        ("0.0.0.0", "worker-3.news.svc:6066", 200),  # noqa: S104
    ],
)
async def test_a_name_that_was_bent_to_loopback_is_refused(web_host, host, expected):
    status, _, body = await request("GET", "/metrics", web_host, headers={"Host": host})
    assert status == expected
    assert (b"newsstream_" in body) == (expected == 200)


async def test_large_headers_and_lines_are_refused_and_the_server_goes_on():
    async with TestClient(TestServer(application())) as client:
        for line in (b"GET /" + b"a" * 100_000, b"GET /metrics HTTP/1.1\r\nX: " + b"a" * 100_000, b"\x16\x03\x01\x00"):
            reader, writer = await asyncio.open_connection(client.host, client.port)
            writer.write(line + b"\r\n\r\n")
            async with asyncio.timeout(10):
                assert b" 200 " not in await reader.read(200)
            writer.close()
        async with client.get("/metrics") as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8:80", True),
        ("LOCALHOST.", True),
        ("news.localhost:1", True),
        ("::1", True),
        ("[::1]:80", True),
        ("", False),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("localhost@attacker.example", False),
        ("[::1].attacker.example", False),
    ],
)
def test_local_names(name, expected):
    assert is_local_name(name) is expected


def test_loopback_is_the_default():
    assert is_local_name(Settings().web_host)
