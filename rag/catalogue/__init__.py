"""Answers that are read off the catalogue."""
