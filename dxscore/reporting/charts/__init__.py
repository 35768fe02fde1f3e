"""Numbers, series and campaigns -> charts: lines of a terminal, or SVG. Nothing here reads a file or a clock."""
