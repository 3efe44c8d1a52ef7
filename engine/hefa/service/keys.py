"""API keys and what roles may do.

A key is ``hefa_`` + the account's number + 256 random bits. It is shown once and kept as its SHA-256 alone. A
slow hash (scrypt) is for words that people choose and others can guess; nobody guesses 256 random bits, and a
slow hash on every request would let anyone keep the service busy with wrong keys.
"""

import hashlib
import hmac
import secrets
from typing import Literal, get_args

from hefa.service.errors import Invalid, NotAllowed
from hefa.service.records import Account

Role = Literal["submitter", "reviewer", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most that one may do; each may do what those before it may."""
ROLE = {"submitter": "送审人员", "reviewer": "审核人员", "administrator": "管理员"}
"""What roles are called."""
PREFIX = "hefa_"
LONGEST = 200
_BYTES = 32


def new_secret() -> str:
    """Return the random part of a new key."""
    return secrets.token_urlsafe(_BYTES)


def written(account: int, secret: str) -> str:
    """Return the key as it is shown."""
    return f"{PREFIX}{account}_{secret}"


def parts(key: str) -> tuple[int, str] | None:
    """Return the account and the secret that a key names; none where it is no key."""
    number, mark, secret = key.removeprefix(PREFIX).partition("_")
    well = key.startswith(PREFIX) and mark and secret and len(key) <= LONGEST and key.isascii()
    return (int(number), secret) if well and number.isdecimal() and len(number) < 19 else None


def hash_of(secret: str) -> str:
    """Return what is kept of the random part."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(secret: str, kept: str) -> bool:
    """Whether the random part is that of which ``kept`` is; takes the same time for right and wrong."""
    return hmac.compare_digest(hash_of(secret), kept)


def check_role(role: str) -> Role:
    """Return the role of this code or Chinese name."""
    for code in ROLES:
        if role in (code, ROLE[code]):
            return code
    known = "、".join(f"{code}（{name}）" for code, name in ROLE.items())
    raise Invalid("role", f"没有角色 {role}", f"可用：{known}")


def may(account: Account, role: Role) -> bool:
    """Whether the account has the role, or one that may do more."""
    return ROLES.index(check_role(account.role)) >= ROLES.index(role)


def need(account: Account, role: Role) -> None:
    """Refuse an account that may not do what the role does."""
    if not may(account, role):
        raise NotAllowed(account.name, f"{ROLE[account.role]}不能这样做", f"请由{ROLE[role]}来做")
