"""Words and names of classes -> each other, by the rules of Active Support and those that an application adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeAlias

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.program import Program
from dxscore.domain.ruby_values import positional, statements, text_of, texts_of, value_of
from dxscore.program.inflection_rules import IRREGULARS, PLURALS, SINGULARS, UNCOUNTABLES

Rule: TypeAlias = "tuple[re.Pattern[str], str]"

_ACRONYM_END = r"(?=\b|[^a-z])"
_WORD_BORDER = re.compile(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z\d])(?=[A-Z])")
_MOST_PATTERN = 200
"""Characters of a custom rule's pattern; longer ones are not tried."""


@dataclass(frozen=True)
class Inflections:
    """Rules are tried from the first on; the first that fits is applied.

    Source: activesupport/lib/active_support/{inflections,inflector/inflections,inflector/methods}.rb of Rails 8.1; the
    rules are frozen since Rails 3, but for a few words.
    """

    plurals: tuple[Rule, ...]
    singulars: tuple[Rule, ...]
    uncountables: tuple[str, ...]
    acronyms: Mapping[str, str]
    """In small letters -> as it is written."""

    def pluralize(self, word: str) -> str:
        """`post_tag` -> `post_tags`."""
        return self._applied(word, self.plurals)

    def singularize(self, word: str) -> str:
        """`post_tags` -> `post_tag`."""
        return self._applied(word, self.singulars)

    def camelize(self, term: str) -> str:
        """`admin/post_tag` -> `Admin::PostTag`."""
        if re.fullmatch(r"[a-z\d]*", term):
            return self._capitalized(term)
        text = re.sub(r"^[a-z\d]*", lambda found: self._capitalized(found[0]), term, count=1, flags=re.MULTILINE)
        return re.sub(r"(?:_|(/))([a-z\d]*)", self._next_word, text, flags=re.IGNORECASE)

    def underscore(self, name: str) -> str:
        """`Admin::PostTag` -> `admin/post_tag`."""
        if not re.search(r"[A-Z-]|::", name):
            return name
        word = name.replace("::", "/")
        if self.acronyms:
            word = self._acronyms_in_names.sub(lambda found: ("_" if found[1] else "") + found[2].lower(), word)
        return _WORD_BORDER.sub("_", word).replace("-", "_").lower()

    def tableize(self, name: str) -> str:
        """`PostTag` -> `post_tags`."""
        return self.pluralize(self.underscore(name))

    def classify(self, table: str) -> str:
        """`post_tags` -> `PostTag`."""
        return self.camelize(self.singularize(table.rpartition(".")[2]))

    def foreign_key(self, name: str) -> str:
        """`Admin::PostTag` -> `post_tag_id`."""
        return f"{self.underscore(name.rpartition('::')[2])}_id"

    def plural(self, rule: re.Pattern[str] | str, replacement: str) -> Inflections:
        """With a rule that comes before all others."""
        return replace(
            self._without(rule, replacement), plurals=((_pattern(rule), _checked(replacement)), *self.plurals)
        )

    def singular(self, rule: re.Pattern[str] | str, replacement: str) -> Inflections:
        """With a rule that comes before all others."""
        return replace(
            self._without(rule, replacement), singulars=((_pattern(rule), _checked(replacement)), *self.singulars)
        )

    def irregular(self, one: str, many: str) -> Inflections:
        """With a pair of words; words that end in them follow."""
        rules = self._without(one, many)
        for word, rest in ((one, many), (many, many)):
            for rule, replacement in _irregular(word, rest):
                rules = rules.plural(rule, replacement)
        for word, rest in ((one, one), (many, one)):
            for rule, replacement in _irregular(word, rest):
                rules = rules.singular(rule, replacement)
        return rules

    def uncountable(self, *words: str) -> Inflections:
        """With words that are their own plural."""
        return replace(self, uncountables=(*self.uncountables, *(word.lower() for word in words)))

    def acronym(self, word: str) -> Inflections:
        """With a word that keeps its capitals."""
        return replace(self, acronyms={**self.acronyms, word.lower(): word})

    @cached_property
    def _uncountable(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self.uncountables))
        return re.compile(rf"\b(?:{words})\Z" if words else r"(?!)", re.IGNORECASE)

    @cached_property
    def _acronyms_in_names(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(self.acronyms.values(), key=len, reverse=True))
        return re.compile(rf"(?:(?<=([A-Za-z\d]))|\b)({words}){_ACRONYM_END}")

    def _applied(self, word: str, rules: Iterable[Rule]) -> str:
        if not word or self._uncountable.search(word):
            return word
        for pattern, replacement in rules:
            changed, count = pattern.subn(replacement, word, count=1)
            if count:
                return changed
        return word

    def _capitalized(self, word: str) -> str:
        return self.acronyms.get(word) or word.capitalize()

    def _next_word(self, found: re.Match[str]) -> str:
        return ("::" if found[1] else "") + self._capitalized(found[2])

    def _without(self, *words: re.Pattern[str] | str) -> Inflections:
        return replace(self, uncountables=tuple(each for each in self.uncountables if each not in words))


@cache
def default_inflections() -> Inflections:
    """Those of Active Support."""
    rules = Inflections(_rules(PLURALS), _rules(SINGULARS), UNCOUNTABLES, {})
    for one, many in IRREGULARS:
        rules = rules.irregular(one, many)
    return rules


def read_inflections(program: Program) -> Inflections:
    """With what `ActiveSupport::Inflector.inflections do |inflect| ... end` adds, wherever it stands in the program."""
    rules = default_inflections()
    for macro in program.top_level.macros:
        match macro.call:
            case ruby.Call(
                name="inflections", receiver=ruby.Const(name=name), arguments=given, block=ruby.Block() as block
            ):
                if name.endswith("Inflector") and all(value_of(each) == "en" for each in given):
                    for statement in statements(block):
                        rules = _added(rules, statement)
    return rules


def _added(rules: Inflections, statement: ruby.Expression) -> Inflections:
    if not isinstance(statement, ruby.Call):
        return rules
    given = positional(statement)
    words = [text_of(value_of(each)) for each in given]
    match statement.name, words:
        case "uncountable", _:
            rules = rules.uncountable(*(word for each in given for word in texts_of(value_of(each))))
        case "acronym", [word] if word:
            rules = rules.acronym(word)
        case "irregular", [one, many] if one and many:
            rules = rules.irregular(one, many)
        case "plural" | "singular" as kind, [_, replacement]:
            rule = ruby_pattern(given[0])
            if rule is not None:
                rules = rules.plural(rule, replacement) if kind == "plural" else rules.singular(rule, replacement)
        case _:
            pass
    return rules


def ruby_pattern(expression: ruby.Expression) -> re.Pattern[str] | str | None:
    """A regular expression or a text of Ruby's; None when Python can't read it."""
    match expression:
        case ruby.Str(value=value):
            return value
        case ruby.Text(form="regex", parts=parts) if all(isinstance(part, ruby.Str) for part in parts):
            source = "".join(part.value for part in parts if isinstance(part, ruby.Str))
            source = (
                source.replace(r"\z", r"\Z").replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")
            )
            flags = re.MULTILINE | (re.IGNORECASE if "i" in expression.flags else 0)
            try:
                return re.compile(source, flags) if len(source) <= _MOST_PATTERN else None
            except re.error:
                return None
    return None


def _rules(rules: Iterable[tuple[str, str]]) -> tuple[Rule, ...]:
    return tuple(
        reversed([(re.compile(rule, re.IGNORECASE | re.MULTILINE), replacement) for rule, replacement in rules])
    )


def _pattern(rule: re.Pattern[str] | str) -> re.Pattern[str]:
    return re.compile(re.escape(rule)) if isinstance(rule, str) else rule


def _checked(replacement: str) -> str:
    r"""Ruby's `\0` is Python's `\g<0>`; other backslashes than those before a digit stand for themselves."""
    return re.sub(r"\\0", r"\\g<0>", re.sub(r"\\(?!\d)", r"\\\\", replacement))


def _irregular(word: str, target: str) -> list[tuple[re.Pattern[str], str]]:
    """`word` (one form of the pair) becomes `target`; the first letter keeps its case."""
    if word[0].upper() == target[0].upper():
        pattern = re.compile(f"({re.escape(word[0])}){re.escape(word[1:])}$", re.IGNORECASE | re.MULTILINE)
        return [(pattern, rf"\1{target[1:]}")]
    return [
        (
            re.compile(f"{re.escape(cased(word[0]))}(?i:{re.escape(word[1:])})$", re.MULTILINE),
            cased(target[0]) + target[1:],
        )
        for cased in (str.upper, str.lower)
    ]
