"""What a detector is: the port that the pipeline drives, one detector for each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from detectors.findings import Finding
from detectors.model import Batch

StateRows = Mapping[str, Any]
"""A detector's state as plain JSON values under stable keys; None stands for a row to drop."""


class Detector(Protocol):
    """Watches one page. The same batches in the same order give the same findings and the same state."""

    def observe(self, batch: Batch) -> None:
        """Take in what is new."""
        ...

    def findings(self, at: datetime) -> Sequence[Finding]:
        """What holds at `at`, which never runs backwards; the last finding of each key has `over` set."""
        ...

    def changed_state(self) -> StateRows:
        """The rows of state that changed since this was last asked."""
        ...

    def restore(self, rows: StateRows) -> None:
        """Continue from saved rows, exactly as if never stopped."""
        ...
