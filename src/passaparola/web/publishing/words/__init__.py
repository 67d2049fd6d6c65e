"""What a post says: its content, the people and links in it, and the pieces it becomes on a platform."""
