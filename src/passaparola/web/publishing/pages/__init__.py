"""What people see of publishing, and what they do there."""
