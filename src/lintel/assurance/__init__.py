"""How well the landlord's promises are kept, in figures that may be shown: added up, suppressed where small, drawn."""
