"""The reference hall: booking, queue, guide, evaluation and remote-session dispatch behind the hall contract.

Layers, inwards: `app` (HTTP) -> `exchange` (one request) -> `routes` (one file per group of the contract)
-> `rules` (pure: no clock, no storage) and `storage` (SQLite or PostgreSQL).
"""
