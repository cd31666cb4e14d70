"""Training of the sign recogniser."""
