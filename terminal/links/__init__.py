"""The threads that join the visit to the hall and to the pad."""
