"""What keeps words secret and rows in place: encryption bound to a place, keys, blind indexes, chains, signatures."""
