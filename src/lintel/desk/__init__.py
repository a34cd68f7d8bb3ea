"""The staff pages: what a landlord's team works a case with, from disclosure to closure."""
