"""Where meetings, passcodes, seats and invites live: one SQLite file, used from one thread."""
