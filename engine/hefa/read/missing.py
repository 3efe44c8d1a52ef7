"""What is said where an optional library is not installed."""

from hefa.errors import ReadError


def missing_package(name: str, kind: str, package: str) -> ReadError:
    """Return the error for ``name``, of the format ``kind``, that ``package`` is needed for."""
    return ReadError(name, f"读 {kind} 需要 {package}，没有安装", '请运行 pip install "hefa[files]" 后再审')
