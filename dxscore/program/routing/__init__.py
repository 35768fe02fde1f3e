"""The vocabulary of `config/routes.rb`: what a call in it draws, given the scopes around it."""
