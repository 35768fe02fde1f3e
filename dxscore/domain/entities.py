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
    "directive": {
        "problem": ("text", "expired, unused or malformed"),
        "form": ("text", "comment (dxscore:ignore), exemption (an entry of the exemptions file) or todo entry"),
        "rule": ("text", "the rule it names; all of them, with commas, when it is malformed"),
        "reason": ("text", "the reason it gives; what is wrong with it when it is malformed"),
        "until": ("text", "ISO date after which it no longer holds, '' when open-ended"),
    },
}
