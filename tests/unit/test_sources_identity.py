"""Ids that are the same on every reading."""

import pytest

from streams.sources import article_id, canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org./a#part-2", "https://example.org/a"),
        ("https://example.org/A/b/", "https://example.org/A/b/"),
        ("https://e.org/a?b=2&a=1&a=0", "https://e.org/a?a=0&a=1&b=2"),
        ("https://e.org/a?utm_source=x&UTM_Medium=y&fbclid=1&gclid=2&id=7", "https://e.org/a?id=7"),
        ("https://e.org/a?utm_source=x", "https://e.org/a"),
        ("https://e.org/a?&&", "https://e.org/a"),
        ("https://e.org/a?q=", "https://e.org/a?q="),
        ("https://e.org/%7euser/%c3%a9?x=%2f%41", "https://e.org/~user/%C3%A9?x=%2FA"),
        ("https://me:pw@E.org/a", "https://me:pw@e.org/a"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("  https://e.org/a\n", "https://e.org/a"),
        ("https://zeitung.example/überblick", "https://zeitung.example/überblick"),
    ],
)
def test_canonical_url(url, canonical):
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/a",
        "/a",
        "ftp://e.org/a",
        "urn:x:1",
        "https://",
        "https:///a",
        "https://[1/a",
        "https://e.org:port/a",
        "https://e.org:99999/a",
    ],
)
def test_other_addresses_have_no_canonical_form(url):
    assert canonical_url(url) is None


def test_order_of_preference():
    url = "https://e.org/a"
    everything = article_id(given="x", url=url, title="T", text="B")
    by_url = article_id(given=None, url=url, title="T", text="B")
    by_text = article_id(given=" ", url="not a url", title="T", text="B")
    assert everything == "x"
    assert by_url == article_id(given="", url=url + "?utm_id=3", title="Other", text="words")
    assert by_url.startswith("url-")
    assert by_text == article_id(given=None, url=None, title="T", text="B")
    assert by_text.startswith("text-")
    assert len(by_text) == len("text-") + 32


def test_title_and_text_are_kept_apart():
    one = article_id(given=None, url=None, title="ab", text="c")
    two = article_id(given=None, url=None, title="a", text="bc")
    assert one != two


def test_ids_never_change():
    """These stand in people's topics: a change of the rules needs a migration."""
    assert (
        article_id(given=None, url="https://example.org/a", title=None, text="")
        == "url-ef5d3ecea193ed7045edeb922cbd6cc1"
    )
    assert (
        article_id(given=None, url=None, title="Title", text="Łódź")
        == "text-a236a673e85e753863265c6eecabecab"
    )
