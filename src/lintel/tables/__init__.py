"""Tables that spreadsheets save as CSV: typed cells, or everything that is wrong with them."""
