"""What the Active Record models of a program declare: tables, associations, validations, enums, scopes, callbacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from dxscore.domain.program import Nesting
from dxscore.domain.ruby import Block, Expression

Options: TypeAlias = Mapping[str, Expression]
"""Of a macro, as written, by name; those of a `with_options` around it included."""


class Declared(Struct, frozen=True):
    """Where a model says something; a concern's macro has the concern's path and line."""

    path: str
    line: int
    nesting: Nesting
    """Where constants in its options are looked up."""
    declared_by: str
    """Full name of the class or concern in whose body it stands: a superclass, when it is inherited."""


class Association(Struct, frozen=True, kw_only=True):
    """`belongs_to`, `has_one`, `has_many`, `has_and_belongs_to_many`, and attachments as the associations they are.

    What can't be known (an option worked out at run time) is None where None is not a value of its own; see `dynamic`.
    """

    kind: str
    """'belongs_to', 'has_one', 'has_many', 'has_and_belongs_to_many', 'has_one_attached', 'has_many_attached',
    'has_rich_text'."""
    name: str
    class_name: str | None
    """Full name of the class if the program has it, else as written or guessed; None for a polymorphic belongs_to and
    when it can't be known. Of a `through`: the class at its end, when it could be followed."""
    class_known: bool
    """Whether the program (or a gem known by data) defines that class."""
    foreign_key: tuple[str, ...]
    """Column (several for a composite key); of belongs_to in the model's table, of has_* in the other's; none with
    `through`."""
    foreign_type: str = ""
    """Column with the class name: of a polymorphic belongs_to, and of has_* with `as`."""
    primary_key: str = ""
    """When it is written."""
    polymorphic: bool = False
    as_name: str = ""
    """Of `as: :name`."""
    through: str = ""
    source: str = ""
    """Of `through`: the name on the class between, as written."""
    source_type: str = ""
    optional: bool | None = None
    """Of belongs_to: False when the record is required (validated for presence), by option or by default; None when
    unknown or not a belongs_to."""
    dependent: str = ""
    """As written: 'destroy', 'delete_all', 'nullify', 'restrict_with_error' ..."""
    inverse_of: str = ""
    """As written; '' also for `inverse_of: false`."""
    counter_cache: str = ""
    """Of belongs_to: the column of the other table that is counted up."""
    touch: tuple[str, ...] = ()
    """Of belongs_to: columns of the other record that a save writes: 'updated_at', and the one that is named."""
    autosave: bool | None = None
    """As written; None when it is not."""
    join_table: str = ""
    """Of has_and_belongs_to_many."""
    association_foreign_key: str = ""
    """Of has_and_belongs_to_many: the column of the join table that points to the other class."""
    scope: Block | None = None
    extension: Block | None = None
    """Methods in a block: `has_many :x do ... end`."""
    dynamic: bool = False
    """Options that decide what it is are worked out at run time."""
    conditional: bool = False
    """Declared below an `if`."""
    options: Options = field(default_factory=dict)
    declared: Declared


class Validation(Struct, frozen=True, kw_only=True):
    """One kind of validation of one or more attributes."""

    kind: str
    """'presence', 'absence', 'uniqueness', 'length', 'inclusion', 'exclusion', 'numericality', 'format', 'comparison',
    'acceptance', 'confirmation', 'associated'; 'custom' for a validator class, 'method' for `validate :name`, 'block'
    for a block."""
    attributes: tuple[str, ...]
    """As written: columns, associations or virtual attributes. None for 'method', 'block' and `validates_with`."""
    validator: str = ""
    """Of 'custom': the class, in full if the program has it; of 'method': the method's name."""
    body: Block | None = None
    """Of 'block'."""
    conditional: bool = False
    """It does not always run: `if`, `unless`, or declared below an `if`."""
    on: tuple[str, ...] = ()
    """Contexts ('create', 'update', names of one's own); none for always."""
    allow_nil: bool = False
    allow_blank: bool = False
    scope: tuple[str, ...] = ()
    """Of 'uniqueness': further attributes."""
    case_sensitive: bool = True
    """Of 'uniqueness'."""
    partial: bool = False
    """Of 'uniqueness': only among rows that fulfil `conditions`."""
    strict: bool = False
    implied: bool = False
    """Comes with something else: a belongs_to that is required, `has_secure_password`, `enum validate: true`."""
    dynamic: bool = False
    """Attributes, scope or bounds are worked out at run time."""
    options: Options = field(default_factory=dict)
    """Of the kind itself (`maximum:`, `in:` ...) and of the macro (`if:` ...); `validates :a, inclusion: [1]` has `in`,
    `length: 1..5` has `in`."""
    declared: Declared

    @property
    def always(self) -> bool:
        """Whether it holds for every row that is saved."""
        return not (self.conditional or self.on)


class Enum(Struct, frozen=True, kw_only=True):
    """`enum :status, {draft: 0}` in any of its forms."""

    attribute: str
    values: Mapping[str, int | str | bool | None]
    """Label -> what is stored; empty when it can't be known, see `known`."""
    known: bool
    prefix: str = ""
    """Before the names of methods, with its underscore."""
    suffix: str = ""
    scopes: bool = True
    instance_methods: bool = True
    has_default: bool = False
    validated: bool = False
    """`validate: true`: a wrong label is an error of the record instead of an ArgumentError."""
    declared: Declared

    def method_name(self, label: str) -> str:
        """What scopes and predicates of this label are named after."""
        return f"{self.prefix}{label}{self.suffix}"


class Scope(Struct, frozen=True, kw_only=True):
    """`scope :name, -> { ... }`."""

    name: str
    body: Expression | None
    """A Block, or what else was given (`Other.method(:x)`, a constant)."""
    extension: Block | None = None
    declared: Declared


class Callback(Struct, frozen=True, kw_only=True):
    """`before_save :method`, `after_commit -> { ... }, on: :create`; one per handler."""

    kind: str
    """'before_save', 'after_commit' ...; of `after_create_commit` and its like 'after_commit' with `on`."""
    method: str = ""
    """Name of the method it runs; '' for a block or an object."""
    body: Block | None = None
    observer: Expression | None = None
    """An object with a method named like the callback."""
    on: tuple[str, ...] = ()
    """'create', 'update', 'destroy'; none for all."""
    conditional: bool = False
    skipped: bool = False
    """`skip_callback`: takes away what was declared before."""
    options: Options = field(default_factory=dict)
    declared: Declared


class Attribute(Struct, frozen=True, kw_only=True):
    """An attribute that is more than its column."""

    name: str
    form: str
    """'attribute' (`attribute :a, :integer`), 'serialize', 'store' (a column that holds others), 'store_accessor' (held
    in `column`), 'encrypts', 'secure_password' (`password`, kept in `column`), 'secure_token', 'alias' (of `column`),
    'readonly', 'normalizes', 'uploader' (carrierwave, paperclip ...), 'money' (`price`, kept in `column`)."""
    column: str = ""
    """Where it is kept, when that is another name."""
    type: str = ""
    """Of 'attribute', when it is a symbol; of 'serialize' the coder's name."""
    has_default: bool = False
    options: Options = field(default_factory=dict)
    declared: Declared


class NestedAttributes(Struct, frozen=True, kw_only=True):
    """`accepts_nested_attributes_for :name`."""

    association: str
    allow_destroy: bool = False
    declared: Declared


class Model(Struct, frozen=True, kw_only=True):
    """One Active Record class, with what superclasses and concerns declare for it."""

    name: str
    path: str
    line: int
    superclass: str
    abstract: bool = False
    table: str | None = None
    """None for an abstract class and when the name can't be known, see `table_from`."""
    table_from: str = ""
    """'convention', 'table_name', 'inherited' (of an STI base or of a superclass), 'abstract', 'unknown', 'gem'."""
    sti_base: str = ""
    """Full name of the class that owns the table, when that is a superclass."""
    inheritance_column: str = "type"
    """'' when it is switched off."""
    primary_key: tuple[str, ...] = ()
    """When it is written."""
    ignored_columns: tuple[str, ...] = ()
    ignored_columns_known: bool = True
    associations: Mapping[str, Association] = field(default_factory=dict)
    """By name; a later declaration replaces an earlier one."""
    validations: tuple[Validation, ...] = ()
    enums: Mapping[str, Enum] = field(default_factory=dict)
    """By attribute."""
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    default_scopes: tuple[Scope, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    nested_attributes: Mapping[str, NestedAttributes] = field(default_factory=dict)
    delegated_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of the polymorphic belongs_to -> full names of the classes it may hold."""
    database: str = ""
    """Of `connects_to database: {writing: :name}`; '' for the main one."""
    unread: tuple[tuple[str, int], ...] = ()
    """Path and line of macros that declare something, but with names worked out at run time."""


class Models(Struct, frozen=True):
    """All models of a program."""

    by_name: Mapping[str, Model]
    by_table: Mapping[str, tuple[str, ...]]
    """Names of the models of a table, the one that owns it first."""
    join_tables: Mapping[str, tuple[tuple[str, str], ...]]
    """Of has_and_belongs_to_many: table -> (model, association) that use it."""
    gem_tables: Mapping[str, str]
    """Tables of models that well-known gems bring -> such a model (whether the gem is in use is for others to say), and
    those that macros of gems give a model of the program (`translates`: post_translations) -> that model."""
    belongs_to_required: bool | None
    """Whether a belongs_to without `optional` is validated; None when the configuration does not tell."""

    def get(self, name: str) -> Model | None:
        """The model of this full name."""
        return self.by_name.get(name)

    def of_table(self, table: str) -> tuple[Model, ...]:
        """The one that owns it first."""
        return tuple(self.by_name[name] for name in self.by_table.get(table, ()))
