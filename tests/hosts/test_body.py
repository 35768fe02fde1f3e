from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.comment import CLEAN, MARKER
from dxscore.hosts.body import comment_body, is_clean, is_marked

_ROWS = "".join(f"| row {number} | finding |\n" for number in range(200))


def test_a_marker_is_added_once() -> None:
    once = comment_body("clean", 1000)
    assert once == f"{MARKER}\nclean"
    assert comment_body(once, 1000) == once


def test_a_quoted_marker_is_no_marker() -> None:
    assert not is_marked(f"> {MARKER}")
    assert not is_marked(f"look: `{MARKER}`")
    assert is_marked(f"text\r\n{MARKER}\r\n")


def test_a_long_text_is_cut_at_a_row_and_says_so() -> None:
    body = comment_body(_ROWS, 2000)
    *rows, note = body.strip().splitlines()
    assert rows[0] == MARKER
    assert all(row in {"", MARKER} or row.endswith("| finding |") for row in rows)
    kept = body.count("| row")
    assert note == f"_Cut here: {200 - kept} more lines did not fit. The whole report is in the log of the job._"
    assert kept > 40


def test_a_marker_at_the_end_of_a_long_text_is_kept() -> None:
    assert is_marked(comment_body(f"{_ROWS}\n{MARKER}\n", 2000))


def test_a_code_block_and_folded_parts_are_closed_before_the_note() -> None:
    text = "<details>\n<details>\n\n````ruby\n```\n<details>\n" + "puts 1\n" * 400
    body = comment_body(text, 1500)
    assert "puts 1\n````\n\n</details>\n\n</details>\n\n_Cut here" in body
    assert body.count("</details>") == 2


def test_what_was_closed_in_time_is_not_closed_again() -> None:
    text = "<details>\n```\nx\n```\n</details>\n" + "text\n" * 400
    body = comment_body(text, 1500)
    assert body.count("</details>") == 1
    assert body.count("```") == 2


@given(st.lists(st.text(max_size=60), max_size=60), st.integers(500, 1500))
def test_no_body_is_longer_than_the_host_takes(lines: list[str], limit: int) -> None:
    body = comment_body("\n".join(lines), limit)
    assert len(body.encode("utf-16-le", "surrogatepass")) // 2 <= limit
    assert is_marked(body)


def test_a_report_may_say_that_it_has_nothing_to_say() -> None:
    assert is_clean(f"{MARKER}\n{CLEAN}\n\n## passed")
    assert not is_clean(f"{MARKER}\n\n## passed")
    assert not is_clean(f"> {CLEAN}")
