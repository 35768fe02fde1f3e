"""The outside world, read only: files, git, owners, configuration written by people."""
