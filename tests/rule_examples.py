"""The built-in rules with the clauses that they find and those that they leave alone."""

from hefa.pack import join_packs
from hefa.pack.loader import installed_packs

PACK = join_packs([(root, True) for root in installed_packs()])
EXAMPLES = [
    example.text
    for rule in PACK.rules
    if rule.examples
    for example in (*rule.examples.fires, *rule.examples.silent)
]
