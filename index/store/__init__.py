"""Meetings are written, kept, joined to cases, and read again."""
