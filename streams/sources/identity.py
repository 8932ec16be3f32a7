"""Deterministic article ids: replaying the same files gives the same keys.

An article's id is the first of these that there is:

1. the id that the source gives (``id``; ``uri`` in ninjs), as it stands;
2. ``url-`` and 32 hexadecimal digits: hash of the canonical URL;
3. ``text-`` and 32 hexadecimal digits: hash of title and text.

The hashes are BLAKE2b with 128 bits: at a thousand million articles the odds of one collision are
about 1 in 10**21, whereas with 64 bits they would be 1 in 37.
"""

import re
from hashlib import blake2b
from urllib.parse import SplitResult, urlsplit

DIGEST_BYTES = 16
DEFAULT_PORTS = {"http": 80, "https": 443}

# What mail, social networks and advertisers append to a link; the article behind it is the same.
TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_")
TRACKING_NAMES = frozenset(
    {
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "igshid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "ttclid",
        "twclid",
        "wbraid",
        "yclid",
    }
)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


def article_id(*, given: str | None, url: str | None, title: str | None, text: str) -> str:
    """Return the article's id.

    Args:
        given: Id in the source; blank counts as none.
        url: Address of the original; one that is no absolute HTTP URL counts as none.
        title: Headline.
        text: Body.

    Guarantee:
        The same arguments give the same id, in every process and on every machine.
    """
    if given and given.strip():
        return given
    canonical = canonical_url(url) if url else None
    if canonical:
        return f"url-{_digest(canonical)}"
    # The length in front keeps ("ab", "c") and ("a", "bc") apart.
    headline = title or ""
    return "text-" + _digest(f"{len(headline)}:{headline}{text}")


def canonical_url(url: str) -> str | None:
    """Return the URL in the form under which all links to one article are the same.

    Scheme and host become lower-case; default port, fragment, a host's final dot and tracking
    parameters go; the remaining parameters are sorted; escapes are normalised. Path, user
    and ``http`` against ``https`` stay as they are: servers may tell those apart.

    Returns:
        None when it is no absolute ``http`` or ``https`` URL.

    Guarantee:
        Applying it twice changes nothing more.

    Source:
        RFC 3986, sections 6.2.2 and 6.2.3.
    """
    try:
        parts = urlsplit(url.strip())
        network_location = _network_location(parts)
    except ValueError:  # a broken port or IPv6 address
        return None
    if parts.scheme not in DEFAULT_PORTS or not network_location:
        return None
    # White space at the end of a part may come to stand at the end of the URL, where it means nothing.
    path = _normalise_escapes(parts.path).rstrip() or "/"
    parameters = (parameter.strip() for parameter in _normalise_escapes(parts.query).split("&"))
    query = "&".join(sorted(filter(_counts, parameters)))
    return f"{parts.scheme}://{network_location}{path}{'?' + query if query else ''}"


def _network_location(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    user, at, _ = parts.netloc.rpartition("@")
    port = parts.port
    if port is not None and port != DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    return f"{user}{at}{host}"


def _counts(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return bool(parameter) and name not in TRACKING_NAMES and not name.startswith(TRACKING_PREFIXES)


def _normalise_escapes(text: str) -> str:
    def normalise(match: re.Match[str]) -> str:
        character = chr(int(match[0][1:], 16))
        return character if _UNRESERVED.fullmatch(character) else match[0].upper()

    return _ESCAPE.sub(normalise, text)


def _digest(text: str) -> str:
    # surrogatepass: an id must come out of every str, also of one that can't be published.
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).hexdigest()
