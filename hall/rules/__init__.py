"""The hall's rules as pure functions: time is an argument, storage is the caller's."""
