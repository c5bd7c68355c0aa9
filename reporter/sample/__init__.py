"""The sample organisation, as package data."""
