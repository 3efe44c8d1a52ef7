"""The export: what Parquet files hold is what the store holds, whatever its size."""

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from draft_maker import make_drafts
from sqlalchemy import select

from hefa.archive import columnar, open_store
from hefa.archive.schema import metadata
from hefa.audit import Audit, AuditOptions
from hefa.cli.main import run
from hefa.review import Reviewer

parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with versions, a decision, a failure and no repeals of its own making."""
    folder = tmp_path_factory.mktemp("store")
    paths = make_drafts(folder / "docs", 12)
    (folder / "docs" / "empty.txt").write_text(" ", encoding="utf-8")
    paths[0].with_suffix(".hefa.yml").write_text(
        "- {fingerprint: '0123456789abcdef', verdict: reject, reason: 有依据, by: 王某, date: 2026-01-05}\n",
        encoding="utf-8",
    )
    with open_store(folder / "a.db", create=True) as opened:
        Audit(opened, Reviewer(), AuditOptions(jobs=2)).run([folder / "docs"])
    return folder / "a.db"


def exported(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [
            row
            for file in sorted((folder / table.name).glob("part-*.parquet"))
            for row in parquet.read_table(file).to_pylist()
        ]
        for table in metadata.sorted_tables
    }


def digests(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_all_tables_are_read_back_as_they_are(store: Path, tmp_path: Path) -> None:
    with open_store(store) as opened:
        counts = columnar.export(opened, tmp_path / "out")
        held = {
            table.name: [dict(row) for row in opened.rows(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }

    found = exported(tmp_path / "out")

    assert found == held
    assert counts == {name: len(rows) for name, rows in held.items()}
    assert {"documents", "clauses", "findings", "decisions", "failures"} <= {
        name for name, rows in found.items() if rows
    }


def test_large_tables_are_in_parts_and_the_bytes_stay_the_same(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(store) as opened:
        columnar.export(opened, tmp_path / "whole")
        columnar.export(opened, tmp_path / "again")
        monkeypatch.setattr(columnar, "PART", 6)
        monkeypatch.setattr(columnar, "GROUP", 4)
        columnar.export(opened, tmp_path / "parts")

    assert digests(tmp_path / "whole") == digests(tmp_path / "again")
    assert exported(tmp_path / "whole") == exported(tmp_path / "parts")
    sizes = {
        name: [parquet.read_metadata(file).num_rows for file in sorted((tmp_path / "parts" / name).iterdir())]
        for name in ("versions", "documents", "decisions", "clauses")
    }
    assert (sizes["versions"], sizes["documents"], sizes["decisions"]) == ([6, 6], [6, 6, 1], [1])
    assert set(sizes["clauses"][:-1]) == {6}
    group = parquet.read_metadata(tmp_path / "parts" / "versions" / "part-00000.parquet").row_group(0)
    assert (group.num_rows, group.column(0).compression) == (4, "ZSTD")


def test_an_empty_store_gives_empty_tables(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", create=True) as opened:
        counts = columnar.export(opened, tmp_path / "out")

    assert counts["documents"] == 0
    assert [row["name"] for row in exported(tmp_path / "out").pop("meta")] == ["schema"]
    assert all(list((tmp_path / "out" / name).iterdir()) for name in counts)


def test_the_command(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    (tmp_path / "out.part").mkdir()  # left by an export that was killed

    assert run(["archive", "export", str(store), str(out)]) == 0
    said = capsys.readouterr().out
    assert "documents" in said
    assert f"写入 {out}" in said
    assert not (tmp_path / "out.part").exists()
    for folder, words in ((out, "不是空文件夹"), (tmp_path / "no" / "out", "写不进去")):
        assert run(["archive", "export", str(store), str(folder)]) == 2
        error = capsys.readouterr().err
        assert words in error
        assert error.count("\n") == 1


def test_what_changes_during_an_export_is_not_half_in_it(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "b.db"
    with sqlite3.connect(store) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    written = columnar._written

    def written_then_emptied(connection: Any, table: Any, folder: Path) -> int:
        count = written(connection, table, folder)
        with sqlite3.connect(copy) as other:
            other.execute("delete from clauses")
        other.close()
        return count

    monkeypatch.setattr(columnar, "_written", written_then_emptied)
    target.close()
    with open_store(copy) as opened:
        counts = columnar.export(opened, tmp_path / "out")
        assert opened.rows(select(metadata.tables["clauses"])) == []

    assert counts["clauses"] > 0
