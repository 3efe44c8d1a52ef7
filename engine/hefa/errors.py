"""Every error a user can meet: one base class, one permanent code per cause.

A message is one line: code, place, what is wrong, what to do.
"""

import errno

_REASONS = {
    errno.ENOENT: "文件或者文件夹不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这里只能读",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "已经有同名的文件或者文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接互相指向",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超过磁盘配额",
    errno.EFBIG: "超过文件大小的上限",
    errno.EIO: "读写磁盘出错",
    errno.EBUSY: "正被别的程序使用",
    errno.EBADF: "没有打开",
    errno.ETXTBSY: "正被别的程序使用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENXIO: "没有这个设备",
    errno.ENODEV: "没有这个设备",
    errno.EINVAL: "这里不能这样读写",
    errno.EOPNOTSUPP: "这里不能这样读写",
    errno.ESTALE: "网络文件夹断开了",
    errno.EADDRINUSE: "端口已经被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "对方拒绝连接",
    errno.ETIMEDOUT: "对方没有回应",
    errno.EHOSTUNREACH: "到不了这个地址",
    errno.ENETUNREACH: "到不了这个地址",
}


def reason_of(error: OSError) -> str:
    """Return in Chinese why the system refused."""
    if (error.errno or 0) < 0:  # from the look-up of a name
        return "找不到这个主机名"
    known = _REASONS.get(error.errno or 0)
    return known or f"系统错误 {error.errno or ' '.join(str(error).split())}"


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
