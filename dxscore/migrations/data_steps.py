"""What a migration does to records through models: bulk writes, loops over records, single writes."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration import Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations.evaluating import Constant
from dxscore.migrations.inflecting import table_of
from dxscore.migrations.scope import Follower, Frame, Records

BULK_WRITES = frozenset(
    "update_all delete_all destroy_all insert_all insert_all! upsert_all touch_all delete_by destroy_by import import! "
    "reset_counters update_counters".split()
)
SINGLE_WRITES = frozenset(
    "save save! update update! create create! update_attribute update_attributes update_attributes! update_column "
    "update_columns destroy destroy! delete touch increment! decrement! toggle! find_or_create_by find_or_create_by! "
    "first_or_create first_or_create! create_or_find_by create_or_find_by! insert insert! upsert soft_delete".split()
)
_ONLY_RECORDS = SINGLE_WRITES - {"delete", "insert", "update", "create", "touch", "import"}
"""Unlikely to be said to anything but a record: a receiver of which nothing is known is taken for one."""
BATCHING = frozenset({"find_each", "find_in_batches", "in_batches", "each_batch", "in_groups_of"})
_LOOPS = BATCHING | {"each", "map", "each_with_index", "collect", "each_slice", "each_entry", "flat_map"}
_SLEEPS = frozenset({"sleep", "throttle", "pause"})
_RUNNING = frozenset("invoke run run! call perform perform_now perform_later perform_async perform_in migrate".split())
"""What services, jobs and rake tasks are told: what they do is written elsewhere."""
_QUERIES = frozenset(
    "where not find find_by find_by! all first last take order limit offset select pluck ids count sum joins includes "
    "left_joins left_outer_joins preload eager_load group having distinct unscoped with_deleted exists? any? none? "
    "new build scope table_name inheritance_column primary_key connection transaction find_each find_in_batches "
    "in_batches class_eval instance_eval include extend attribute serialize reset_column_information maximum minimum "
    "establish_connection connected_to with_connection skip_callback set_callback without_timeout uncached".split()
)
_HARMLESS = frozenset({"reset_column_information", "table_exists?", "connection", "table_name", "transaction"})
_OF_RUBY = frozenset(
    "Rails ENV Time Date DateTime JSON YAML File Dir IO Kernel Rake::Task I18n Logger STDOUT Arel SecureRandom Process "
    "ActiveSupport::Notifications ActiveRecord::Base ActiveRecord::Migration ActiveRecord::VERSION::MAJOR "
    "Digest::SHA256 ActiveRecord::VERSION::STRING ActiveRecord::Type Gem::Version Hash Array String Struct Set Class "
    "Parallel Progressbar ProgressBar Benchmark Mutex Thread Sidekiq ActiveRecord StrongMigrations Math Integer".split()
)


def sleeps(body: ruby.Expression) -> bool:
    """Whether a loop's own statements wait between its rounds."""
    items = body.items if isinstance(body, ruby.Sequence) else (body,)
    return any(isinstance(item, ruby.Call) and item.name in _SLEEPS for item in items)


def follow(run: Follower, call: ruby.Call, found: Constant | Records, frame: Frame) -> object:
    """A call on a model or a relation."""
    if isinstance(found, Constant) and _is_of_ruby(run, found.name):
        return _apart(run, call, frame)
    records = found if isinstance(found, Records) else Records(found.name)
    arguments = [run.value(each, frame) for each in call.arguments]
    for _, each in call.keywords:
        run.value(each, frame)
    if call.name in BULK_WRITES or call.name in SINGLE_WRITES:
        run.found.append(_operation(run, call, records, frame, arguments))
        return UNKNOWN
    if isinstance(found, Records) and call.name in _RUNNING:
        name = f"{found.model}#{call.name}"
        run.found.append(Operation("unknown", call.line, text=name, around=frame.around))
        return UNKNOWN
    if call.name in ("execute", "find_by_sql", "count_by_sql") or call.name in _HARMLESS:
        return _within(run, call, frame)
    if call.name in _LOOPS and isinstance(call.block, ruby.Block):
        return _loop(run, call, call.block, records, frame)
    _within(run, call, frame)
    return replace(records, batched=records.batched or call.name in BATCHING)


def done_for_its_effect(run: Follower, call: ruby.Call, value: object, frame: Frame) -> None:
    """A statement `Something.do_it`: what it does is unknown unless it only asks."""
    asks = call.name in _QUERIES or call.name.endswith(("?", "="))
    if isinstance(call.receiver, ruby.Const) and isinstance(value, Records) and not asks:
        name = f"{call.receiver.name}.{call.name}"
        run.found.append(Operation("unknown", call.line, text=name, around=frame.around))


def on_unknown(run: Follower, call: ruby.Call, frame: Frame) -> object:
    """A call on something of which nothing is known: a record or relation when it is told what only those are told."""
    if (
        call.name in BULK_WRITES - {"import", "import!"}
        or call.name in _ONLY_RECORDS
        or (call.name in ("delete", "update", "touch") and frame.around.looped)
    ):
        run.found.append(_operation(run, call, Records(""), frame, []))
    elif call.name in _RUNNING:
        run.found.append(Operation("unknown", call.line, text=call.name, around=frame.around))
    elif call.name in BATCHING:
        return Records("", batched=True)
    return UNKNOWN


def _is_of_ruby(run: Follower, name: str) -> bool:
    return name.removeprefix("::") in _OF_RUBY and name not in run.body.models


def _apart(run: Follower, call: ruby.Call, frame: Frame) -> object:
    """A call on a class that holds no records: only its arguments and block matter."""
    for each in call.arguments:
        run.value(each, frame)
    return _within(run, call, frame)


def _within(run: Follower, call: ruby.Call, frame: Frame) -> object:
    if isinstance(call.block, ruby.Block):
        changes = {"transaction": True} if call.name == "transaction" else {}
        run.follow_block(call.block, frame.inner(**changes), dict(_unknown(call.block)))
    return UNKNOWN


def _loop(run: Follower, call: ruby.Call, block: ruby.Block, records: Records, frame: Frame) -> object:
    changes: dict[str, object] = {"looped": True}
    if call.name in BATCHING or records.batched:
        changes["batched"] = True
    if sleeps(block.body):
        changes["throttled"] = True
    whole = call.name in ("in_batches", "each_batch", "find_in_batches") or records.batched
    inner = Records(records.model, batched=True) if whole else UNKNOWN
    run.follow_block(block, frame.inner(**changes), {name: inner for name, _ in _unknown(block)})
    return UNKNOWN


def _unknown(block: ruby.Block) -> Iterator[tuple[str, object]]:
    for each in block.parameters:
        yield each.name, UNKNOWN
        for part in each.parts:
            yield part.name, UNKNOWN


def _operation(run: Follower, call: ruby.Call, records: Records, frame: Frame, arguments: list[object]) -> Operation:
    around = replace(frame.around, via="model", batched=frame.around.batched or records.batched)
    table = run.body.models.get(records.model) or (table_of(records.model) if records.model else "?")
    options = {
        "said": tuple(each for each in arguments if isinstance(each, str)),
        "keys": tuple(key.value for key, _ in call.keywords if isinstance(key, ruby.Sym | ruby.Str)),
    }
    return Operation(call.name, call.line, table, text=records.model, options=options, around=around)
