"""What each command does; `watchdog.cli` gives them their options."""
