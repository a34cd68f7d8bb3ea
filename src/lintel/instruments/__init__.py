"""Risk instruments: what is asked of a survivor, as data that a licensed organisation can load."""
