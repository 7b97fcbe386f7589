"""What may go wrong with a channel although its service says "delivered", as far as its URL tells."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

_MAIL = {"mailto", "mailtos"}
_MATRIX = {"matrix", "matrixs"}
_PUBLIC = {"mastodon", "mastodons", "toot", "toots", "bluesky", "bsky"}
_LOCAL = {"syslog", "dbus", "qt", "kde", "glib", "gnome", "macosx", "windows"}
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}

_CONFIRM = {
    "mail": "look into the inbox (and the spam folder): the mail server taking it is not the reader getting it",
    "matrix": "look into the room itself: Apprise says delivered even where nobody is in the room",
    "xmpp": "ask the recipient: Apprise says delivered over XMPP without waiting for the server",
    "irc": "look into the channel: IRC confirms nothing",
    "other": "look where the team reads: the service taking a message is not the team seeing it",
}


_ALIAS = (
    "a Matrix alias that does not exist makes Apprise create a private room and say delivered;"
    " name the room by its id (!…)"
)
_BARE_ROOM = "a Matrix room id without a server name fails; add hsreq=no"
_LOGIN = "user and password log in anew for each alert, which Matrix servers limit; use an access token"


def to_confirm(url: str) -> str:
    """What a person has to look at after a test alert."""
    scheme = _scheme(url)
    kinds = {"mail": _MAIL, "matrix": _MATRIX, "xmpp": {"xmpp", "xmpps"}, "irc": {"irc", "ircs"}}
    return _CONFIRM[next((kind for kind, schemes in kinds.items() if scheme in schemes), "other")]


def doubts(url: str, targets: int, encrypted: bool) -> tuple[str, ...]:
    """What is dangerous about a channel; each sentence says what would be right.

    Args:
        url: the Apprise URL; nothing of it is repeated.
        targets: how many recipients Apprise counts in it.
        encrypted: whether Apprise would use TLS.
    """
    found = (
        _several_recipients(url, targets),
        _unencrypted(url, encrypted),
        _unverified(url),
        *_matrix(url),
        _xmpp(url),
        _public(url),
        _local(url),
        _failure_is_success(url),
    )
    return tuple(doubt for doubt in found if doubt)


def _several_recipients(url: str, targets: int) -> str | None:
    copies = sum(len(_values(url, key)) for key in ("cc", "bcc")) if _scheme(url) in _MAIL else 0
    if targets + copies <= 1:
        return None
    return (
        f"{targets + copies} recipients in one URL: if one is refused, every retry repeats the alert to the others;"
        " make it one channel per recipient, or one mailing list"
    )


def _unencrypted(url: str, encrypted: bool) -> str | None:
    if encrypted or _host(url) in _LOOPBACK or _scheme(url) in _LOCAL or _is_open_topic(url):
        return None
    return f"{_scheme(url)}:// sends alerts and passwords unencrypted; use the form with TLS"


def _unverified(url: str) -> str | None:
    if "no" not in _values(url, "verify") or _host(url) in _LOOPBACK:
        return None
    return "verify=no accepts any certificate: whoever stands in between can read and drop alerts"


def _matrix(url: str) -> tuple[str | None, ...]:
    if _scheme(url) not in _MATRIX or set(_values(url, "mode")) - {"off"}:
        return ()
    place = url.partition("://")[2].partition("?")[0]
    rooms = [unquote(part) for part in place.split("/")[1:] if part]
    alias = any(not room.startswith("!") for room in rooms)
    bare = any(room.startswith("!") and ":" not in room for room in rooms) and "no" not in _values(url, "hsreq")
    login = ":" in place.rpartition("@")[0]
    return (_ALIAS if alias else None, _BARE_ROOM if bare else None, _LOGIN if login else None)


def _xmpp(url: str) -> str | None:
    if _scheme(url) not in {"xmpp", "xmpps"} or "starttls" in _values(url, "mode"):
        return None
    return "Apprise says delivered over XMPP and delivers nothing in its default mode; add mode=starttls"


def _public(url: str) -> str | None:
    posted = _scheme(url) in _PUBLIC and not {"direct", "private"} & set(_values(url, "visibility"))
    if not (posted or _is_open_topic(url) or "tweet" in _values(url, "mode")):
        return None
    return "alerts name customers and suspects, and everybody can read them here; use a closed channel"


def _is_open_topic(url: str) -> bool:
    place = url.partition("://")[2].partition("?")[0].strip("/")
    return _scheme(url) in {"ntfy", "ntfys"} and "/" not in place and "@" not in place


def _local(url: str) -> str | None:
    return "this is shown on the server only, where nobody looks" if _scheme(url) in _LOCAL else None


def _failure_is_success(url: str) -> str | None:
    if "yes" not in _values(url, "optional"):
        return None
    return "optional=yes asks Apprise to call a failure a success, which is not done here; leave it out"


def _scheme(url: str) -> str:
    return url.partition("://")[0].strip().lower()


def _host(url: str) -> str:
    place = url.partition("://")[2].partition("?")[0].partition("/")[0].rpartition("@")[2]
    return place if place.endswith("]") else place.rpartition(":")[0].lower() or place.lower()


def _values(url: str, key: str) -> list[str]:
    said = parse_qs(url.partition("?")[2]).get(key, [])
    return [one.strip().lower() for values in said for one in values.split(",") if one.strip()]
