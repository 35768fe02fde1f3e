"""Scan reports -> text: every formatter is a function that returns a string."""
