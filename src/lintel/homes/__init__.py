"""Properties and tenancies."""
