"""A worked example: a hall whose numbers come from another vendor's queue machine (docs/connect-your-hall.md)."""
