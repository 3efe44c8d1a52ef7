"""A pack that was read before is the pack that reading its files gives."""

from pathlib import Path

import pytest

from hefa.model.pack import RulePack
from hefa.pack import load_packs
from hefa.pack import loader as pack_loader


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "hefa"


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the files were read again")

    monkeypatch.setattr(pack_loader, "parse_rule", refuse)


def test_second_load_reads_no_rule_and_gives_the_same_pack(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = load_packs()
    forbid_reading(monkeypatch)

    assert load_packs() == fresh
    assert [file.stat().st_mode & 0o077 for file in (kept, *kept.iterdir())] == [0] * 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe"])
def test_damaged_file_is_as_good_as_none(kept: Path, damage: bytes) -> None:
    fresh = load_packs()
    [file] = kept.iterdir()
    file.write_bytes(damage)

    assert load_packs() == fresh
    assert RulePack.model_validate_json(file.read_bytes()) == fresh


def test_changed_word_is_seen(kept: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "lexicon").mkdir(parents=True)
    words = own / "lexicon" / "own.yml"
    words.write_text("salt-trade: {words: [售盐]}\n", encoding="utf-8")
    before = load_packs([own])
    words.write_text("salt-trade: {words: [贩盐]}\n", encoding="utf-8")

    after = load_packs([own])

    assert (before.lexicon.words["salt-trade"], after.lexicon.words["salt-trade"]) == (("售盐",), ("贩盐",))
    assert before.version != after.version
    assert len(list(kept.iterdir())) == 2


def test_folder_that_cannot_be_written_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert load_packs().rules
