"""The files of posts: what they are, kept and made smaller."""
