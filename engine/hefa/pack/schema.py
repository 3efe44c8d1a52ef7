"""The JSON Schema of a rule file as written in YAML, for editors."""

from typing import Any

from hefa.model.category import CATEGORIES
from hefa.model.rule import Rule

_CONDITION = {
    "description": "槽: [符号, ...]，其中任何一个成立即可",
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
}
_NUMBERS = ("article", "paragraph", "item")


def rule_schema() -> dict[str, Any]:
    """Draft 2020-12, from the Rule record, with conditions in the YAML's short form."""
    schema = Rule.model_json_schema()
    definitions = schema["$defs"]
    definitions["Condition"] = _CONDITION
    for number in _NUMBERS:
        definitions["LegalBasis"]["properties"][number] = {"type": ["string", "integer", "null"]}
    definitions["Silent"] = definitions["Example"] | {"required": ["text", "because"]}
    definitions["Examples"]["properties"]["silent"]["items"] = {"$ref": "#/$defs/Silent"}
    properties = schema["properties"]
    properties["category"]["enum"] = list(CATEGORIES)
    properties["examples"] = {"$ref": "#/$defs/Examples"}
    schema["required"].append("examples")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
