"""Trains the reader that helps to choose sentences (rag/reader.py; docs/decisions/reader.md)."""
