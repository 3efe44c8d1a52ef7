"""The JSON Schema of a dossier, for editors and programs."""

from typing import Any

from hefa.model.dossier import Dossier


def dossier_schema() -> dict[str, Any]:
    """Draft 2020-12, from the record; an empty value is as good as none."""
    schema = Dossier.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        part.pop("description", None)
        part.get("required", []).sort()
        for name, field in part["properties"].items():
            field.pop("title", None)
            part["properties"][name] = _nullable(field) if name not in part.get("required", []) else field
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "hefa 程序材料"}


def _nullable(field: dict[str, Any]) -> dict[str, Any]:
    if {"type": "null"} in field.get("anyOf", ()):
        return {key: value for key, value in field.items() if key != "default"}
    kept = {key: field.pop(key) for key in ("description",) if key in field}
    field.pop("default", None)
    return {"anyOf": [field, {"type": "null"}], **kept}
