"""Owned findings -> scorecards, hotspots and the findings worth doing first."""
