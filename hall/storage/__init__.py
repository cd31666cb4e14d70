"""Tables and transactions on SQLite or PostgreSQL."""
