"""Reads comments: language, complaint, offence, threat."""
