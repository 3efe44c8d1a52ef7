"""What the service refuses: one class a cause, with the HTTP status that says so."""

# ruff: noqa: N818 - a cause is named as the client is told of it

from hefa.errors import HefaError


class ServiceError(HefaError):
    """Base of what is wrong with a request, not with the service."""

    code = "HF600"
    status = 400


class Unidentified(ServiceError):
    """No key, or one that is not known or was revoked."""

    code = "HF601"
    status = 401


class NotAllowed(ServiceError):
    """The account's role does not do this."""

    code = "HF602"
    status = 403


class Unknown(ServiceError):
    """There is no such thing, or none that the account may see."""

    code = "HF603"
    status = 404


class Conflict(ServiceError):
    """The thing is not in the state for this."""

    code = "HF604"
    status = 409


class TooLarge(ServiceError):
    """A draft goes past the limit of size."""

    code = "HF605"
    status = 413


class Invalid(ServiceError):
    """A value cannot be used."""

    code = "HF606"
    status = 422


class Late(ServiceError):
    """The body of a request does not come in time."""

    code = "HF608"
    status = 408


class Busy(ServiceError):
    """The workers do not answer in time, or the service is about to stop."""

    code = "HF607"
    status = 503


class StoreError(HefaError):
    """The store of the service cannot be opened, read or written."""

    code = "HF610"
