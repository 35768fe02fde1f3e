"""One module per family of tools whose files of accepted debt dxscore reads."""
