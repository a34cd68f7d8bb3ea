"""Who is asking: signing in with two factors, sessions that end, and the factor given again before what matters."""
