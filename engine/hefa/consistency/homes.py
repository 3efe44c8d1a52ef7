"""Which city and province a place is of, learned from the archive: documents as a rule name the county alone.

A county is of the city that documents name before it (柏溪市禾丰县人民政府), or of the only city of the
archive; a county or city is of the only province of the archive.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hefa.relate.prefectures import PROVINCE_OF


class Homes:
    """Learns from the places of documents, and completes those of others."""

    def __init__(self, known: Iterable[Mapping[str, str]]) -> None:
        self._of = defaultdict[str, set[str]](set)
        self._all = defaultdict[str, set[str]](set)
        for places in known:
            for level in ("province", "city"):
                if level in places:
                    self._all[level].add(places[level])
            if "city" in places and "county" in places:
                self._of[places["county"]].add(places["city"])

    def completed(self, places: Mapping[str, str]) -> Mapping[str, str]:
        """Return the places of a document with the city and the province it lies in, where they are known."""
        found = dict(places)
        if "county" in found and "city" not in found:
            cities = self._of.get(found["county"]) or self._all["city"]
            if len(cities) == 1:
                (found["city"],) = cities
        if found and "province" not in found:
            provinces = (
                {PROVINCE_OF[found["city"]]} if found.get("city") in PROVINCE_OF else self._all["province"]
            )
            if len(provinces) == 1:
                (found["province"],) = provinces
        return found
