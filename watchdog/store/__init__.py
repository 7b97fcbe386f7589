"""All that is kept: one SQLite file, one writer, and the only SQL of the program."""

from watchdog.store.database import StoreError, open_database
from watchdog.store.store import Store

__all__ = ["Store", "StoreError", "open_database"]
