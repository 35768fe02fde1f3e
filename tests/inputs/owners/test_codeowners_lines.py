from __future__ import annotations

from dxscore.inputs.owners.codeowners_lines import has_sections, parse


def test_comments_blank_lines_and_escaped_spaces() -> None:
    text = "# all\n\n* @everyone  # the rest\n/with\\ space/ @org/team a@b.example\n"

    (section,), problems = parse(text, "CODEOWNERS", "github")

    assert [(entry.line, entry.owners) for entry in section.entries] == [
        (3, ("@everyone",)),
        (4, ("@org/team", "a@b.example")),
    ]
    assert section.entries[1].pattern.path == "with\\ space"
    assert problems == ()


def test_a_hash_within_a_word_is_no_comment() -> None:
    (section,), _ = parse("a#b @x\n", "CODEOWNERS", "github")

    assert section.entries[0].pattern.name == "a\\#b"


def test_github_passes_over_the_whole_of_a_bad_line_and_reads_on() -> None:
    text = "!a @x\n[ab] @x\n\\#a @x\n/ok team\n/good @x\n"

    (section,), problems = parse(text, ".github/CODEOWNERS", "github")

    assert [entry.line for entry in section.entries] == [5]
    assert [str(problem).partition(" (")[0] for problem in problems] == [
        ".github/CODEOWNERS:1: '!a': '!' does not negate here",
        ".github/CODEOWNERS:2: '[ab]': '[ ]' is not a character range here",
        ".github/CODEOWNERS:3: '\\#a': '#' can't be escaped here",
        ".github/CODEOWNERS:4: '/ok': 'team' is no owner",
    ]


def test_gitlab_sections_join_by_name_and_lend_their_owners() -> None:
    text = """\
* @root

[Docs] @docs
docs/
README.md @readme

^[Backend][2] @backend/core @lead
*.rb

[DOCS] @other
guide/
"""
    sections, problems = parse(text, ".gitlab/CODEOWNERS", "gitlab")

    assert [(section.name, [entry.owners for entry in section.entries]) for section in sections] == [
        ("", [("@root",)]),
        ("Docs", [("@docs",), ("@readme",), ("@other",)]),
        ("Backend", [("@backend/core", "@lead")]),
    ]
    assert problems == ()


def test_gitlab_drops_single_words_and_says_so() -> None:
    (section,), problems = parse("*.js malformed @ok @@maintainer\n/alone\n", "CODEOWNERS", "gitlab")

    assert [entry.owners for entry in section.entries] == [("@ok", "@@maintainer"), ()]
    assert [problem.message for problem in problems] == ["'malformed' is no owner", "'/alone' has no owner"]


def test_exclusions_are_kept_apart() -> None:
    (section,), problems = parse("* @all\n!*.rb anything\n", "CODEOWNERS", "gitlab")

    assert (len(section.entries), len(section.excluded), problems) == (1, 1, ())


def test_headings_tell_the_host() -> None:
    assert has_sections("* @a\n^[Optional][2] @b\n")
    assert not has_sections("* @a\n[ab].rb @b\n")
