"""Small frozen values that the rooms hand to each other; they know nobody."""
