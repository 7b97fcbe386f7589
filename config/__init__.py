"""Every setting: its default, unit, range and meaning; loading, checking and explaining it."""
