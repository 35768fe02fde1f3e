"""Both ends of a change -> whether the release it makes can be taken back."""
