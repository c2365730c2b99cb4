"""The lines of a document become a head and items."""
