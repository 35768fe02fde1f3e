"""Findings of two sides of a change -> what the change did, and what the policy says of it."""
