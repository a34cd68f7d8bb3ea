"""How pages look: components, colours and the environment of templates. Knows nothing of cases."""
