"""Trained weights and word lists, with their cards."""
