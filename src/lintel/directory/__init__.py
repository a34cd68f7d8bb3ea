"""Agencies and their services."""
