"""An answer is composed, by what the question asks for."""
