"""What is there, never whether it is good; the only place that walks syntax trees."""
