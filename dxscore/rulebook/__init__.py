"""rules/*.yml -> validated rules; an unknown key is an error with a suggestion."""
