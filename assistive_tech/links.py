"""When two links lead to the same page. Pure."""

from urllib.parse import parse_qsl, urlencode, urlsplit

LONGEST = 500  # characters kept of a link
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def link_key(link: str) -> str:
    """A link without what changes nothing: scheme, www, a last slash, fragment and tracking."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:  # an address that is none, such as https://[
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    query = [pair for pair in parse_qsl(parts.query) if not pair[0].startswith(TRACKING)]
    path = parts.path.rstrip("/")
    # Cut, because what is written out with percent signs may be longer than the link was.
    return f"{host}{path}{'?' if query else ''}{urlencode(query)}"[:LONGEST] if host else ""
