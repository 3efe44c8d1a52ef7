"""A draft, and a dossier on it that lacks nothing but what follows the decision."""

DRAFT = """青禾县民宿管理办法

第一条　为了规范民宿经营，根据《中华人民共和国旅游法》，制定本办法。

第二条　县文化旅游局负责民宿的指导和服务。

第三条　本办法自2026年5月1日起施行。
"""
FULL: dict[str, object] = {
    "kind": "normative",
    "province": "河南省",
    "business": True,
    "materials": ["draft", "explanation", "basis", "comments", "adoption", "own-review"],
    "explanation": ["problems", "basis", "measures", "opinions", "competition"],
    "assessment": {"done": True},
    "consultation": {"start": "2026-01-05", "end": "2026-02-03", "with_explanation": True},
    "enterprises": {"done": True, "note": "座谈会记录"},
    "feedback": {"done": True},
    "competition": {"by": "drafter", "conclusion": "compliant", "heard": True},
    "review": {"received": "2026-02-24", "date": "2026-03-06", "conclusion": "lawful", "signed": True},
    "deliberation": {"date": "2026-03-10"},
}
