"""A file becomes text: PDF, Word, web pages, and what cleans them."""
