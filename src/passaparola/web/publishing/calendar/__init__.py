"""When things are said: plans, slots, recurrence, holidays, and plans as files."""
