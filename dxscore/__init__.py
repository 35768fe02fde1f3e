"""dxscore reads a Rails monolith without booting it and returns ranked scorecards per owning team."""

__version__ = "0.1.0"
