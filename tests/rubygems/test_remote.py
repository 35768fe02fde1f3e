from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.rubygems.remote import Remote, redacted


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://rubygems.org/", "https://rubygems.org/"),
        ("https://rubygems.org", "https://rubygems.org"),
        ("https://github.com/rails/rails.git", "https://github.com/rails/rails.git"),
        ("https://user:s3cret@github.com/a/b.git", "https://github.com/a/b.git"),
        ("https://s3cret:x-oauth-basic@github.com/a/b.git", "https://github.com/a/b.git"),
        ("https://account@bitbucket.org/a/b.git", "https://bitbucket.org/a/b.git"),
        ("https://github.com/a/b.git?token=s3cret#s3cret", "https://github.com/a/b.git"),
        ("https://s3cret@gem.fury.io/me/", "https://gem.fury.io/…"),
        ("https://gem.fury.io/s3cret/", "https://gem.fury.io/…"),
        ("https://gems.example.org:8443/private", "https://gems.example.org:8443/…"),
        ("https://user:s3cret@gems.example.org/", "https://gems.example.org/"),
        ("https://us/er:s3cret@gems.example.org/", "https://…"),
        ("https://a:s3/cret@gems.example.org/", "https://…"),
        ("https://a@b:s3cret@gems.example.org", "https://gems.example.org"),
        ("https://[::1]:9292/x", "https://[::1]:9292/…"),
        ("git://github.com/a/b.git", "git://github.com/a/b.git"),
        ("ssh://git@git.example.org/a/b.git", "ssh://git.example.org/…"),
        ("git@github.com:a/b.git", "git@github.com:a/b.git"),
        ("deploy@git.example.org:a/b.git", "git.example.org:…"),
        ("file:///srv/gems/s3cret", "file://…"),
        ("../engines/a", "../engines/a"),
        (".", "."),
        ("", ""),
    ],
)
def test_what_is_shown(address: str, shown: str) -> None:
    remote = Remote(address)
    assert str(remote) == shown
    assert "s3cret" not in f"{remote!r} {remote}"
    assert remote.reveal() == address


@pytest.mark.parametrize(
    ("address", "scheme", "host", "insecure"),
    [
        ("HTTP://Example.org:80/", "http", "example.org", True),
        ("git://github.com/a/b.git", "git", "github.com", True),
        ("https://u:p@rubygems.org/", "https", "rubygems.org", False),
        ("git@github.com:a/b.git", "ssh", "github.com", False),
        ("ssh://git@github.com/a/b.git", "ssh", "github.com", False),
        ("vendor/a", "", "", False),
    ],
)
def test_parts(address: str, scheme: str, host: str, insecure: bool) -> None:
    remote = Remote(address)
    assert (remote.scheme, remote.host, remote.insecure) == (scheme, host, insecure)


def test_addresses_with_the_same_text_differ() -> None:
    one, other = Remote("https://gem.fury.io/a/"), Remote("https://gem.fury.io/b/")
    assert str(one) == str(other)
    assert one != other


def test_every_url_of_a_text() -> None:
    text = 'gem "a", source: "https://s3cret@a.example.org/x" # and https://rubygems.org/gems/a, (http://u:p@b.example.org)'
    assert redacted(text) == (
        'gem "a", source: "https://a.example.org/…" # and https://rubygems.org/gems/a, (http://b.example.org)'
    )


@given(st.text("ab:/@?#.\"' )", max_size=12), st.sampled_from(["", "s3cret", "u:s3cret", "s3cret:x", "s3cret@x"]))
def test_no_user_is_ever_shown(rest: str, user: str) -> None:
    assert "s3cret" not in str(Remote(f"https://{user}@{rest}"))
