"""Small patterns and paths that often meet."""

from __future__ import annotations

from hypothesis import strategies as st

_NAMES = st.sampled_from(["a", "b", "ab", "app", "x.rb", "y.rb", ".z"])
_PARTS = st.sampled_from(["a", "b", "ab", "a*", "*b", "*.rb", "?b", "**", "app"])
PATTERNS = st.builds(
    lambda front, parts, back: front + "/".join(parts) + back,
    st.sampled_from(["", "/"]),
    st.lists(_PARTS, min_size=1, max_size=4),
    st.sampled_from(["", "/"]),
)
PATHS = st.lists(_NAMES, min_size=1, max_size=5).map("/".join)
