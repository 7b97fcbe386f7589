"""What the commands of page-watchdog do."""
