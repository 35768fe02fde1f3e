"""Rules x facts -> findings."""
