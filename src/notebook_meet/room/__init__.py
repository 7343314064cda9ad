"""The meeting as data: who is here, what happened, and how a kernel comes in."""
