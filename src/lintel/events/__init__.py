"""What can happen: every kind of entry, its facts, its sealed fields, and the file that carries them."""
