"""The machine interface: the same doors as the pages, for whoever shows a token."""
