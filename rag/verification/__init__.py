"""A language model's wording is checked against its sources."""
