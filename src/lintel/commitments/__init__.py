"""What is owed and what is allowed: a pure function of a policy, a chronology and an instant."""
