"""There is no answer: why that is believed."""
