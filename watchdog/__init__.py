"""The daemon: platforms, schedule, store, pipeline and command line of page-watchdog."""
