"""The team's six languages: a file of sentences per language, and how they are spoken."""
