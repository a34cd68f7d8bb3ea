"""How Lintel is set up: options from the environment, Django's settings, the database and what its roles may do."""
