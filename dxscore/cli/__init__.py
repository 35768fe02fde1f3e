"""One small file per command: options -> request -> pipeline -> report -> exit code."""
