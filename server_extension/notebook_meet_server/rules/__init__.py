"""Decisions, as pure functions of state, input and time. No clock, no input or output, no asyncio here."""
