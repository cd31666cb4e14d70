"""A pad made of software, for demos and tests: the pad itself, a bad line, a pseudo-terminal, a window."""
