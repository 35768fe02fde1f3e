"""A git command and a folder -> its output; nothing that the repository's configuration names can run.

The repository is untrusted: its config could name programs (fsmonitor, hooks, filters, textconv, remote helpers, gpg).
Each command therefore switches them off one by one. Never run commands that compare the work tree (status, diff, add):
they run clean filters, which can't be switched off.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dxscore.errors import DxscoreError

if TYPE_CHECKING:
    from git import Git

_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.alternateRefsCommand=false",
    "credential.helper=",
    "color.ui=false",
    "diff.external=",
    "diff.relative=false",
    "gc.auto=0",
    "log.showSignature=false",
    "maintenance.auto=false",
    "submodule.recurse=false",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # beats protocol.<name>.allow of the repository: a lazy fetch can reach nothing
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_REDIRECTING = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)
"""Variables that git sets for hooks: a scan started in one would read that hook's repository instead of `root`."""

PARTIAL_CLONE_HINT = "a partial clone lacks old files: `git fetch --refetch --no-filter`"
"""What helps when objects are not there, as nothing is ever fetched."""


def output(root: Path, *arguments: str, stdin: bytes = b"", index: Path | None = None) -> bytes:
    """All that a command prints; `index` is another index to look at. Raises DxscoreError with what git says."""
    from git.exc import CommandError  # noqa: PLC0415 - importing git costs 80 ms, so only when there is a repository

    with tempfile.TemporaryFile() as questions:
        questions.write(stdin)
        questions.seek(0)
        try:
            return _git(root).execute(
                _command(*arguments, index=index),
                istream=questions,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
        except CommandError as error:
            raise _refusal(root, str(error.stderr)) from error


def answer(root: Path, *arguments: str) -> bytes | None:
    """What a command prints that may have no answer: it then exits with 1. Raises DxscoreError like `output`."""
    status, said, stderr = _git(root).execute(
        _command(*arguments),
        with_extended_output=True,
        with_exceptions=False,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
    )
    if status > 1:
        raise _refusal(root, stderr)
    return said if status == 0 else None


def succeeds(root: Path, *arguments: str) -> bool:
    """Whether a command that answers by its exit status says yes."""
    git = _git(root)
    status, _, _ = git.execute(_command(*arguments), with_extended_output=True, with_exceptions=False)
    return status == 0


def finish(root: Path, process: Any) -> None:
    """Wait for a started command whose output was read. Raises DxscoreError when it failed half-way."""
    if process.proc.wait() != 0:
        raise _refusal(root, process.stderr.read().decode("utf-8", "replace"))


def _refusal(root: Path, stderr: str) -> DxscoreError:
    owned_by_another = re.search(r"dubious ownership in repository at '(.+?)'", stderr)
    if owned_by_another:
        folder = owned_by_another[1]
        return DxscoreError(
            f"git does not trust {folder}, because another user owns it",
            hint=f"git config --global --add safe.directory {shlex.quote(folder)}",
        )
    if "promisor remote" in stderr:
        return DxscoreError(f"the clone at {root} lacks objects that are needed", hint=PARTIAL_CLONE_HINT)
    said = re.search(r"(?:fatal|error): ([^\n]+)", stderr)
    reason = said[1].rstrip("'") if said else "it gave no reason"
    return DxscoreError(f"git can't read the repository of {root}: {reason}", hint="make `git log -1` work there first")


@contextmanager
def started(root: Path, *arguments: str, stdin: bool = False) -> Iterator[Any]:
    """A running command with `stdout` and, if asked for, `stdin`; killed when it is still running at the end."""
    pipe = {"istream": subprocess.PIPE} if stdin else {}
    process = _git(root).execute(_command(*arguments), as_process=True, **pipe)
    try:
        yield process
    finally:
        process._terminate()  # noqa: SLF001 - closes the pipes and reaps the child; GitPython has no public name for it


def _git(root: Path) -> Git:
    from git import Git  # noqa: PLC0415 - see output

    git = Git(str(root))
    git.update_environment(**_ENVIRONMENT)
    return git


def _command(*arguments: str, index: Path | None = None) -> list[str]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return [*_environment(index), "git", "--no-pager", *settings, *arguments]


def _environment(index: Path | None) -> list[str]:
    """`env -u NAME ...` in front of git, as GitPython can set variables but not unset them; [] if not needed."""
    words = [word for name in _REDIRECTING if name in os.environ for word in ("-u", name)]
    words += [f"GIT_INDEX_FILE={index}"] if index else []
    return ["env", *words] if words else []
