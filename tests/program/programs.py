"""Ruby in tests -> a program or its models."""

from __future__ import annotations

from textwrap import dedent

from dxscore.domain.model import Model, Models
from dxscore.domain.program import Program
from dxscore.facts.lowering import lower
from dxscore.program.index import build_program
from dxscore.program.inflections import read_inflections
from dxscore.program.models import build_models


def program_of(code: str = "", **files: str) -> Program:
    """One file `app/models/all.rb`; further ones by path, with `__` for `/`: `lib__a` is lib/a.rb."""
    texts = {"app/models/all.rb": code} | {f"{name.replace('__', '/')}.rb": text for name, text in files.items()}
    return build_program({path: lower(dedent(text).encode()) for path, text in texts.items()})


def models_of(code: str, **files: str) -> Models:
    """With ApplicationRecord around."""
    base = "class ApplicationRecord < ActiveRecord::Base\n  primary_abstract_class\nend\n"
    program = program_of(code, app__models__application_record=base, **files)
    return build_models(program, read_inflections(program))


def model_of(body: str, **files: str) -> Model:
    """A model named Post with this body."""
    models = models_of(f"class Post < ApplicationRecord\n{dedent(body)}\nend\n", **files)
    return models.by_name["Post"]
