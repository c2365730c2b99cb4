"""A question is understood: what it asks, of whom, of when, and of which case."""
