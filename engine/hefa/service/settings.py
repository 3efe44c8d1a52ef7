"""How a service runs: what ``hefa serve`` was told."""

import os
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """``data`` is the folder of the store. Times in seconds, sizes in bytes.

    ``database`` is a PostgreSQL URL; without one the store is a SQLite file in ``data``. ``rules``,
    ``statutes``, ``lists`` and ``archive`` are what drafts are reviewed with, as with ``hefa review``;
    ``store`` is the archive that is searched. ``attempts`` is how many workers may die or hang at a draft
    before it is given up; ``memory`` what a worker may take; ``grace`` how long a stop waits for running
    reviews. ``signers`` must sign an opinion before it is issued.
    """

    data: Path
    database: str | None = None
    rules: tuple[Path, ...] = ()
    statutes: Path | None = None
    lists: tuple[str, ...] = ()
    archive: tuple[Path, ...] = ()
    store: str | None = None
    template: Path | None = None
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    timeout: float = 120.0
    memory: int = 2_000 * MEGABYTE
    attempts: int = 2
    max_bytes: int = 50 * MEGABYTE
    upload_seconds: float = 60.0
    grace: float = 20.0
    signers: int = 2
    webhook: str | None = None
    webhook_secret: Path | None = None

    @property
    def where(self) -> Path | str:
        """The file or URL of the database."""
        return self.database or self.data / "hefa.db"

    @property
    def files(self) -> Path:
        """The folder of contents."""
        return self.data / "files"
