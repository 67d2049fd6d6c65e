"""What people say: the language, the tone and the words of a text, and when more is said than usual."""
