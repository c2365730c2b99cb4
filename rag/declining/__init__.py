"""A question is asked back, or declined."""
