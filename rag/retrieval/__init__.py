"""Items are found, and put in the order in which they are wanted."""
