"""The kinds of entity that rules may judge and their attributes: one literal table for rulebook, docs and schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

AttributeType: TypeAlias = Literal["text", "number", "flag"]
Attributes: TypeAlias = Mapping[str, tuple[AttributeType, str]]
"""Attribute name -> its type, what it means."""

_FILE_HISTORY: Attributes = {
    "commits": ("number", "commits that touched the file in the churn window (12 months)"),
    "authors": ("number", "people who touched it in the history window (3 years)"),
    "main_author_share": ("number", "share of those commits by the most frequent author, 0 to 1"),
    "days_unchanged": ("number", "days since its last commit; the length of the window if older"),
    "history_known": ("flag", "whether git history covers the file"),
}

OF_HISTORY = frozenset(_FILE_HISTORY)
"""Attributes that only git history tells."""

_GEM: Attributes = {
    "name": ("text", "name of the gem"),
    "version": ("text", "locked version, '' when it is not locked"),
    "direct": ("flag", "whether the Gemfile asks for it"),
    "requirement": ("text", "clauses of the Gemfile, joined by ', '; '' for none"),
    "groups": ("text", "groups of the Gemfile, joined by ', '; '' when only other gems need it"),
    "production": ("flag", "whether something needs it outside of development and test"),
    "pinned": ("flag", "whether the Gemfile allows one version alone"),
    "source": ("text", "server, git, path or plugin"),
    "place": ("text", "address or folder of the source, '' for the usual gem server"),
    "insecure": ("flag", "whether it comes over a connection that anybody on the way can change"),
    "floating": ("flag", "whether it is taken from git without a tag or revision"),
    "newest": ("text", "newest release that the project could have, unknown without releases"),
    "libyears": ("number", "years between the locked and the newest release, unknown without their dates"),
    "releases_behind": ("number", "releases since the locked one, unknown without releases"),
    "step": ("text", "first place in which the newest differs: none, patch, minor, major or backwards"),
    "held_back": ("flag", "whether the newest is another major version, and the Gemfile forbids it"),
    "halted": ("flag", "whether releases have stopped, unknown without their dates"),
    "supported_until": ("text", "of Rails: the last day of security fixes when that has passed, '' otherwise"),
    "yanked": ("flag", "whether its server has withdrawn the locked version, unknown without releases"),
    "advisories": ("number", "open advisories, unknown without an advisory database"),
    "critical": ("number", "open advisories of critical severity"),
    "high": ("number", "open advisories of high severity"),
    "medium": ("number", "open advisories of medium severity, and those without a score"),
    "low": ("number", "open advisories of low severity"),
    "advisory_ids": ("text", "their ids, worst first, five at most"),
    "blocks": ("text", "how it stands in the way of the next Rails: declared, suspected, '' for not at all"),
    "blocks_reason": ("text", "by what requirement, or why that is suspected"),
    "next_rails": ("text", "the series of Rails after the locked one, '' when none is known"),
    "way_out": ("text", "the version that opens it and how to get it"),
    "referenced": ("flag", "whether code names it; unknown for gems that work without being named"),
    "files": ("number", "application files that name it"),
    "belongs_in": ("text", "the group it belongs in when production loads it without need, '' otherwise"),
    "missing_in_production": ("text", "application code that names it though production lacks it, '' for none"),
    "purpose": ("text", "what it is for, when the Gemfile asks for several gems for that, '' otherwise"),
    "rivals": ("text", "the other gems for the same purpose"),
    "reason": ("text", "why it is here, by its comment or dxscore.toml, '' for none"),
    "owner": ("text", "team that looks after it, by its comment, dxscore.toml or a team file, '' for none"),
    "registered": ("flag", "whether it has both a reason and an owner"),
    "lacking": ("text", "what it lacks of the two, '' for nothing"),
    "pulled_by": ("number", "direct gems that need it"),
}

ENTITIES: Mapping[str, Attributes] = {
    "def": {
        "name": ("text", "method name"),
        "class": ("text", "enclosing class or module"),
        "visibility": ("text", "public, protected or private"),
        "singleton": ("flag", "defined on self"),
        "lines": ("number", "lines of code in the body, without blanks and comments"),
        "statements": ("number", "statements in the body, nested ones too"),
        "parameters": ("number", "parameters, without the block"),
        "complexity": ("number", "cyclomatic complexity"),
        "abc": ("number", "ABC size: square root of assignments, branches and conditions squared and summed"),
        "nesting": ("number", "deepest nesting of blocks and conditionals"),
    },
    "class": {
        "name": ("text", "full name"),
        "inherits": ("text", "superclass as written, '' for none"),
        "lines": ("number", "lines of code in the body, without texts of heredocs and constants that are literals"),
        "methods": ("number", "methods defined"),
        "public_methods": ("number", "public instance methods defined"),
        "callbacks": ("number", "Active Record callbacks declared (before_save, after_commit ...)"),
        "filters": ("number", "controller filters declared (before_action ...)"),
        "associations": ("number", "associations declared"),
        "includes": ("number", "modules included, extended or prepended"),
        "complexity": ("number", "sum of its methods' cyclomatic complexity"),
        "role": ("text", "controller, model, job, mailer, helper, service ... by its folder below app/"),
        "has_test": ("flag", "whether a spec or test file for it exists by Rails naming"),
        "reopens": ("text", "core or framework when it reopens a class of Ruby or Rails, '' otherwise"),
        "added_methods": ("number", "methods this body defines"),
        "dependents": ("number", "other files that refer to it"),
    },
    "module": {
        "name": ("text", "full name"),
        "lines": ("number", "lines of code in the body, without texts of heredocs and constants that are literals"),
        "methods": ("number", "methods defined"),
        "reopens": ("text", "core or framework when it reopens a module of Ruby or Rails, '' otherwise"),
        "added_methods": ("number", "methods this body defines"),
        "dependents": ("number", "other files that refer to it"),
    },
    "file": {
        "name": ("text", "base name"),
        "path": ("text", "path from the root"),
        "kind": ("text", "ruby, ruby-test, erb, todo, image or unseen"),
        "lines": ("number", "all lines"),
        "code_lines": ("number", "lines that are neither blank nor only a comment"),
        "dependents": ("number", "other files that refer to a constant it defines"),
        **_FILE_HISTORY,
    },
    "clone": {
        "lines": ("number", "lines of the duplicated piece here"),
        "tokens": ("number", "tokens of it"),
        "copies": ("number", "places it stands in, this one included"),
        "partner": ("text", "path:line of the first other place"),
        "partner_symbol": ("text", "the method or class of that place"),
        "same_file": ("flag", "whether all copies are in one file"),
    },
    "suppression": {
        "tool": ("text", "rubocop, brakeman, packwerk, reek, database_consistency, bundler-audit ..."),
        "check": ("text", "what is suppressed: a cop, a warning type, a violation type"),
        "count": ("number", "places it covers"),
        "extent": ("text", "the same with its unit, as `files: 3`, `offences: 12`, `off in the whole project`"),
        "reason": ("text", "the reason given, '' for none"),
        "inline": ("flag", "a comment in the code rather than an entry of a todo file"),
    },
    "image": {
        "base": ("text", "base image with tag, as written"),
        "name": ("text", "image name without tag"),
        "tag": ("text", "tag, '' for none"),
        "stage": (
            "text",
            "development, test or production, from the file's name and its stage's name; '' when neither says",
        ),
        "differs_from": ("text", "path:line and base of the image of another stage that differs, '' for none"),
    },
    "gem": _GEM,
    "locked_gem": _GEM,
    "lockfile": {
        "problem": ("text", "unusable, dropped line, damaged header, byte order mark, two versions, not locked ..."),
        "detail": ("text", "what is wrong, as a sentence"),
        "gem": ("text", "the gem it is about, '' for none"),
    },
    "framework_default": {
        "key": ("text", "a setting that `load_defaults` of the locked Rails or before switches: active_record.x"),
        "series": ("text", "the series whose `load_defaults` switches it"),
        "state": ("text", "taken (the new value holds), open (the old one does), refused (set to the old), unknown"),
        "value": ("text", "what it is set to, as written; '' when only `load_defaults` decides"),
        "new": ("text", "the new value, '' when it is more than one expression"),
        "risk": ("text", "of keeping the old value: high, medium or low"),
        "meaning": ("text", "what the new value does"),
    },
    "load_defaults": {
        "called": ("flag", "whether the application calls it"),
        "series": ("text", "what it is called with, '' when it is not"),
        "rails": ("text", "the locked series"),
        "behind": ("number", "how many series are between both"),
    },
    "directive": {
        "problem": ("text", "expired, unused or malformed"),
        "form": ("text", "comment (dxscore:ignore), exemption (an entry of the exemptions file) or todo entry"),
        "rule": ("text", "the rule it names; all of them, with commas, when it is malformed"),
        "reason": ("text", "the reason it gives; what is wrong with it when it is malformed"),
        "until": ("text", "ISO date after which it no longer holds, '' when open-ended"),
    },
}
