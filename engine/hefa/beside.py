"""What lies beside the drafts of a review: read once, used for all of them."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hefa.model.citation import Statutes
from hefa.observe import Beside

if TYPE_CHECKING:
    from hefa.dossierbook import Dossiers
    from hefa.model.dossier import Dossier


def read_beside(
    lists: Sequence[Path | str],
    archive: Sequence[Path | str],
    statutes: Statutes | None,
    as_of: datetime.date | None,
) -> tuple[Beside, list[str]]:
    """Read what lies beside all drafts, and say what it is."""
    if not lists and not archive:
        return Beside(statutes, as_of), []
    from hefa.existing import read_existing, said_of_existing  # noqa: PLC0415
    from hefa.lists import read_lists, said_of_lists  # noqa: PLC0415

    official, existing = read_lists(lists), read_existing(archive)
    said = [*said_of_lists(official), *said_of_existing(existing)]
    return Beside(statutes, as_of, lists=official, archive=existing.archive), said


def dossiers_at(dossier: "Path | str | Dossier | None") -> "Dossiers | None":
    """Return the dossiers of the drafts, of one file, a folder, or the one given; none where none is."""
    if dossier is None:
        return None
    from hefa.dossierbook import Dossiers  # noqa: PLC0415

    return Dossiers.at(dossier)
