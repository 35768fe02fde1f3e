"""Campaigns, their series and findings in; progress, pace, forecast, status and bars out: pure values, no clock."""
