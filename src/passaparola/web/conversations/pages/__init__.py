"""The pages of conversations: a view translates; what is done and asked stands in inbox."""
