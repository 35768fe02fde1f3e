"""The outcome of reading one file <-> the bytes in which it is cached and sent between processes."""

from __future__ import annotations

from zlib import crc32

import msgspec

from dxscore.domain.facts import FileFacts

_CHECKSUM_SIZE = 4
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(FileFacts)


class DamagedRecord(ValueError):  # noqa: N818 - the state of a cache, not a fault of the program
    """These bytes are not a record, or are no longer what was written."""


def pack(facts: FileFacts) -> bytes:
    """With a checksum: a database notices damage to its own pages, not to what they hold."""
    content = _ENCODER.encode(facts)
    return crc32(content).to_bytes(_CHECKSUM_SIZE, "big") + content


def unpack(record: bytes) -> FileFacts:
    """Raises DamagedRecord. Runs nothing that the record says: it can only become facts."""
    content = memoryview(record)[_CHECKSUM_SIZE:]
    if crc32(content).to_bytes(_CHECKSUM_SIZE, "big") != record[:_CHECKSUM_SIZE]:
        raise DamagedRecord("the checksum does not match")
    try:
        return _DECODER.decode(content)
    except msgspec.MsgspecError as error:
        raise DamagedRecord(str(error)) from error
