"""Stand-ins for what is missing, behind the same ports: a visitor before the camera."""
