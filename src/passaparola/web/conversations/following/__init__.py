"""Posts and files that people asked to have read; the brand's own posts, past their first receiver."""
