from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dxscore.facts.lowering import lower
from dxscore.program.index import build_program
from dxscore.program.inflections import read_inflections
from dxscore.program.models import build_models

_PIECES = (
    "class A", "class B < A", "class A < B", "module M", "class << self", "def self.x(a)", "def included(base)", "end",
    "included do", "class_methods do", "include M", "include A, *B", "extend self", "prepend M",
    "extend ActiveSupport::Concern",
    "has_many :as, through: :b", "belongs_to a", "belongs_to :a, **b", "validates :a, presence: true, if: -> { x }",
    "enum :s, [:a]", "enum s: S", "S = S", "S = A", "A = Class.new(B) do", "self.table_name = A.table_name", "x :a",
    "%w[a b].each do |n|", "private", "private :x", "with_options a: 1 do", "A.class_eval do", "scope :a, B", "if a",
    "class C < ActiveRecord::Base", "concerning :D do", "has_and_belongs_to_many :cs", "define_method(n) { }", ";",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_code_in_any_order_makes_a_program_and_models(pieces: list[str]) -> None:
    program = build_program({"app/models/a.rb": lower("\n".join(pieces).encode())})
    models = build_models(program, read_inflections(program))

    assert set(models.by_name) <= set(program.namespaces)
    assert all(name in namespace.ancestors for name, namespace in program.namespaces.items())
