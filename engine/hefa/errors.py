"""Every error a user can meet: one base class, one permanent code per cause.

A message is one line: code, place, what is wrong, what to do.
"""


class HefaError(Exception):
    """Base of all errors that are the input's or the configuration's fault.

    ``where`` names the file, option or rule; ``problem`` what is wrong there;
    ``remedy`` what would make it right. All three are Chinese, for the user.
    """

    code = "HF000"

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        self.where, self.problem, self.remedy = where, problem, remedy
        super().__init__(f"{self.code} {where}：{problem}。{remedy}")

    def __reduce__(self) -> tuple[type["HefaError"], tuple[str, str, str]]:
        return type(self), (self.where, self.problem, self.remedy)


class ReadError(HefaError):
    """A draft cannot be read: missing, empty, binary, too large, no documents."""

    code = "HF001"


class OptionError(HefaError):
    """A command or call was given an option value it does not know."""

    code = "HF002"


class RuleFileError(HefaError):
    """A rule, lexicon or table file cannot be used."""

    code = "HF101"


class EngineLimitError(HefaError):
    """A rule set or a document goes past what the rule engine can bear."""

    code = "HF102"


class RuleRunError(HefaError):
    """A rule failed while it ran; its findings would be lost silently."""

    code = "HF103"


class WorkerError(HefaError):
    """Worker processes cannot be started."""

    code = "HF105"


class DossierError(HefaError):
    """A dossier on how a draft was made cannot be used."""

    code = "HF401"


class GoldFileError(HefaError):
    """A gold file for scoring cannot be used."""

    code = "HF104"


class DecisionError(HefaError):
    """A decision file, or an earlier review given as baseline, cannot be used."""

    code = "HF301"


class ListFileError(HefaError):
    """A file of an official list (清单) cannot be used: no header, no items, unknown kind."""

    code = "HF302"


class StatuteError(HefaError):
    """The statute library, or what is to be imported into it, cannot be used."""

    code = "HF201"


class ArchiveError(HefaError):
    """The store of an archive cannot be opened, read or written."""

    code = "HF501"


class DeliveryError(HefaError):
    """A message to another program (webhook) was refused or did not arrive."""

    code = "HF701"
