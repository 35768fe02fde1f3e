from __future__ import annotations

from dxscore.domain.gems import Advisory, Bundle, FigureSource
from dxscore.gems.runtime import Runtime, runtimes


class _Book:
    evidence: FigureSource | None = None

    def hits(self, name: str, version: str) -> tuple[Advisory, ...] | None:
        return (Advisory("ruby", "CVE-1"),) if (name, version) == ("ruby", "3.3.4") else None


def test_ruby_and_bundler_are_looked_up_in_the_version_that_is_locked() -> None:
    bundle = Bundle("Gemfile", "Gemfile.lock", ruby="3.3.4", bundler="2.5.10")
    assert runtimes(bundle, _Book()) == {
        "ruby": Runtime("3.3.4", (Advisory("ruby", "CVE-1"),)),
        "bundler": Runtime("2.5.10", None),
    }


def test_without_a_version_there_is_nothing_to_look_up() -> None:
    assert runtimes(Bundle("Gemfile", "Gemfile.lock"), _Book()) == {}
