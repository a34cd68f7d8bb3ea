"""Our own PostgreSQL, for who has no server: made, started, stopped and watched in one data folder. Linux only.

It guards the data against the application, not against the machine's root, who can read every file.
"""
