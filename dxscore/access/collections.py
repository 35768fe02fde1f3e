"""What arrays, hashes, strings, lambdas and other values of Ruby itself answer."""

from __future__ import annotations

from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    FALSE,
    NEVER,
    NIL,
    PLAIN,
    STRING,
    TRUE,
    UNKNOWN,
    UNLISTED,
    Many,
    Mapping,
    Name,
    Plain,
    Procedure,
    Relation,
    Value,
    element,
    join,
    join_all,
    parts,
)

LOOP = Context(loop=True)
_CALLS = frozenset({"call", "()", "yield", "[]", "===", "perform"})
_SERIALIZING = frozenset({"to_json", "as_json"})
_KEY_TESTS = frozenset({"key?", "has_key?", "include?", "member?"})
_ADDING = frozenset({"<<", "push", "append", "add", "unshift", "prepend", "concat", "+", "|"})


def send(frame: Frame, me: Value, sent: Sent) -> Value:
    """A message to an array or a hash."""
    if sent.name in _SERIALIZING:
        frame.engine.serialize(frame, me, sent)
        return PLAIN
    if isinstance(me, Mapping):
        return _send_to_mapping(frame, me, sent)
    inner = element(me)
    if inner is NEVER and (found := _of_empty(sent)) is not None:
        return found
    group = frame.engine.world.words.collection.get(sent.name, "")
    given = _run(frame, inner, sent, Many(inner) if group == "groups" else inner)
    match group:
        case "same":
            added = [each for value in sent.arguments for each in _contents(frame, value, sent)]
            return _kept(frame, me, sent, Many(join_all([inner, *added])), added)
        case "one":
            if sent.name in ("inject", "reduce"):
                return join_all([given, *sent.arguments])
            return me if sent.arguments and sent.name in ("first", "last", "sample") else join(inner, NIL)
        case "map":
            return Many(element(given) if sent.name in ("flat_map", "collect_concat") else given)
        case "group":
            return _grouped(inner, given, sent)
        case "groups":
            return Many(Many(inner))
    return PLAIN


def _of_empty(sent: Sent) -> Value | None:
    """An array that is known to be empty."""
    match sent.name:
        case "any?" | "present?" | "include?" | "member?":
            return FALSE
        case "empty?" | "blank?" | "none?":
            return TRUE
        case "&" | "-" | "each" | "select" | "reject" | "intersection":
            return Many(NEVER)
    return None


def _contents(frame: Frame, value: Value, sent: Sent) -> list[Value]:
    """What an argument adds to a collection; none where the method does not add."""
    if sent.name not in _ADDING:
        return []
    frame.engine.load_all(frame, sent)
    return [element(part) if isinstance(part, Many | Relation) else part for part in parts(value)]


def _kept(frame: Frame, me: Value, sent: Sent, value: Value, added: list[Value]) -> Value:
    """`array << record`: what the variable holds from then on."""
    if added and sent.receiver is not None:
        frame.engine.reassign(frame, sent.receiver, me, value)
    if sent.name == "each_with_object" and len(sent.arguments) == 1:
        return sent.arguments[0]
    return value


def _grouped(inner: Value, given: Value, sent: Sent) -> Value:
    if sent.name == "index_with":
        return Mapping((), given)
    if sent.name == "to_h":
        return Mapping((), element(given) if given is not UNKNOWN else element(inner))
    return Mapping((), inner if sent.name == "index_by" else Many(inner))


def _run(frame: Frame, inner: Value, sent: Sent, given: Value) -> Value:
    if sent.block is None:
        return UNKNOWN
    if sent.name == "tap":
        return frame.run_block(sent.block, (given,), sent.line)
    arguments: tuple[Value, ...] = (given,)
    if sent.name in ("each_with_index", "with_index"):
        arguments = (given, PLAIN)
    elif sent.name == "each_with_object":
        arguments = (given, sent.first)
    elif sent.name in ("inject", "reduce"):
        arguments = (join_all(sent.arguments) if sent.arguments else inner, given)
    elif sent.name in ("sort", "min", "max", "zip"):
        arguments = (given, given)
    with frame.inside(LOOP):
        return frame.run_block(sent.block, arguments, sent.line)


def _send_to_mapping(frame: Frame, me: Mapping, sent: Sent) -> Value:
    everything = element(me)
    if sent.name in ("[]", "fetch", "dig", "delete", "slice!") and sent.arguments:
        default = frame.run_block(sent.block, (sent.first,), sent.line) if sent.block else None
        found = _looked_up(frame, me, sent)
        return join(found, default) if default is not None else found
    if sent.name in _KEY_TESTS and me.rest is NEVER and isinstance(sent.first, Name):
        return FALSE if me.get(sent.first.text) is None else PLAIN
    if sent.name == "keys" and me.rest is NEVER:
        return Many(join_all(Name(key) for key, _ in me.pairs))
    if me.rest is NEVER and not me.pairs and sent.name in ("any?", "present?", "empty?", "blank?", "none?"):
        return FALSE if sent.name in ("any?", "present?") else TRUE
    if sent.name in ("values", "values_at", "fetch_values"):
        return Many(everything)
    if sent.name in ("merge", "merge!", "update", "reverse_merge", "deep_merge", "with_defaults"):
        return _merged(me, sent)
    if sent.block is not None:
        return _each_pair(frame, me, everything, sent)
    if sent.name in frame.engine.world.words.collection and sent.name in ("any?", "empty?", "key?", "size", "keys"):
        return PLAIN
    return me


def _looked_up(frame: Frame, me: Mapping, sent: Sent) -> Value:
    if isinstance(sent.first, Name):
        found = me.get(sent.first.text)
        if found is not None:
            rest = sent.arguments[1:]
            return (
                frame.engine.send(frame, found, Sent("[]", sent.line, rest)) if rest and sent.name == "dig" else found
            )
        return NIL if me.rest is NEVER else UNKNOWN if me.rest is UNLISTED else me.rest
    return element(me)


def _merged(me: Mapping, sent: Sent) -> Mapping:
    pairs = dict(me.pairs) | dict(sent.keywords)
    rest = [me.rest]
    for value in sent.arguments:
        for part in parts(value):
            if isinstance(part, Mapping):
                pairs.update(part.pairs)
                rest.append(part.rest)
    return Mapping(tuple(sorted(pairs.items(), key=lambda pair: pair[0])), join_all(rest))


def _each_pair(frame: Frame, me: Mapping, everything: Value, sent: Sent) -> Value:
    keys: Value = Name(me.pairs[0][0]) if len(me.pairs) == 1 else STRING
    arguments: tuple[Value, ...] = (keys, everything)
    if sent.name in ("transform_values", "each_value", "filter_map_values"):
        arguments = (everything,)
    elif sent.name in ("each_with_object", "inject", "reduce"):
        arguments = (Many(everything), sent.first)
    elif sent.name in ("each_key", "transform_keys"):
        arguments = (keys,)
    with frame.inside(LOOP):
        given = frame.run_block(sent.block, arguments, sent.line)
    if sent.name in ("map", "flat_map", "filter_map", "collect"):
        return Many(element(given) if sent.name == "flat_map" else given)
    if sent.name == "transform_values":
        return Mapping((), given)
    return me


def send_plain(frame: Frame, me: Value, sent: Sent) -> Value:
    """A message to a string, a number, a date: only its block can have effects."""
    for_each = sent.name in ("times", "each", "map", "upto", "downto", "step", "each_with_index", "flat_map", "select")
    if sent.block is not None:
        with frame.inside(LOOP if for_each or sent.name.startswith("each") else Context()):
            given = frame.run_block(sent.block, (PLAIN, PLAIN), sent.line)
        return Many(given) if sent.name in ("map", "flat_map", "times", "filter_map", "collect") else me
    if isinstance(me, Name):
        return _send_to_name(frame, me, sent)
    if me in (TRUE, FALSE) and sent.name in ("!", "present?", "blank?", "nil?", "==", "itself", "to_s", "&", "|"):
        return _of_boolean(me, sent)
    return me if isinstance(me, Plain) and me.kind not in ("", "String", "Numeric", "true", "false") else PLAIN


def _of_boolean(me: Value, sent: Sent) -> Value:
    match sent.name:
        case "present?" | "itself":
            return me
        case "!" | "blank?":
            return FALSE if me == TRUE else TRUE
        case "nil?":
            return FALSE
    return PLAIN


def _send_to_name(frame: Frame, me: Name, sent: Sent) -> Value:
    if sent.name in ("to_s", "to_sym", "itself", "freeze", "presence", "dup", "html_safe", "-@", "+@", "to_str"):
        return me
    if sent.name in ("constantize", "safe_constantize"):
        return frame.engine.constant(me.text, ())
    return STRING


def send_nil(frame: Frame, sent: Sent) -> Value:
    """A message to nil: nothing is there to do anything."""
    if sent.name in ("nil?", "blank?", "!"):
        return TRUE
    if sent.name in ("present?", "any?"):
        return FALSE
    return NIL if sent.name not in frame.engine.world.words.anything else PLAIN


def call_procedure(frame: Frame, me: Procedure, sent: Sent) -> Value:
    """`lambda.call(x)`, `lambda.(x)`, `instance_exec(&lambda)`."""
    if sent.name in _CALLS:
        return frame.run_block(me, sent.arguments, sent.line)
    return me if sent.name in ("to_proc", "curry", "lambda?", ">>", "<<") else PLAIN
