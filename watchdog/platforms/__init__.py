"""Where pages live: an adapter per platform, each a `Platform` of `port.py`, and the recording."""
