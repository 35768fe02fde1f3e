"""Hidden lines by which the gate's Markdown and `dxscore comment` understand each other."""

MARKER = "<!-- dxscore-gate -->"
"""The comment of an earlier run is found by it."""

CLEAN = "<!-- dxscore-gate: nothing to say -->"
"""Beside the marker in a report that tells a reviewer nothing new: not worth a first comment."""
