"""Entry points by the framework that calls them."""
