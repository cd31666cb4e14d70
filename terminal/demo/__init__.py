"""The demonstration: two whole visits through the real pipeline, filmed."""
