"""From what a platform tells to rows: each thing once, in the talk it belongs to, with what follows of it."""
