from __future__ import annotations

from dxscore.domain.gems import Advisory, Bundle, FigureSource
from dxscore.gems.runtime import runtime_sentences

_FOUND = {
    ("ruby", "3.3.4"): tuple(Advisory("ruby", f"CVE-{i}", band="high" if i else "low") for i in range(6)),
    ("bundler", "2.1.4"): (Advisory("bundler", "CVE-9"),),
}


class _Book:
    evidence: FigureSource | None = None

    def hits(self, name: str, version: str) -> tuple[Advisory, ...] | None:
        return _FOUND.get((name, version))


def _said(ruby: str = "", bundler: str = "") -> tuple[str, ...]:
    return runtime_sentences(Bundle("Gemfile", "Gemfile.lock", ruby=ruby, bundler=bundler), _Book())


def test_ruby_and_bundler_are_looked_up_in_the_version_that_is_locked() -> None:
    assert _said("3.3.4", "2.1.4") == (
        "ruby 3.3.4: 6 open advisories: 5 high, 1 low (CVE-0, CVE-1, CVE-2, CVE-3, CVE-4, ...)",
        "bundler 2.1.4: 1 open advisory: 1 unscored (CVE-9)",
    )


def test_without_a_version_or_a_hit_there_is_nothing_to_say() -> None:
    assert _said() == _said("4.0.6", "4.0.8") == ()
