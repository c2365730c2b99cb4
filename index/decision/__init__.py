"""A decision's text becomes what was decided, by whom, and how they voted."""
