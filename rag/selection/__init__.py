"""The sentences, points and rows of the items are weighed and chosen."""
