"""The work of the commands that need the database: each prints what came of it and returns its exit code."""
