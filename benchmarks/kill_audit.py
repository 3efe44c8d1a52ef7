"""Kill an audit and its workers at random moments; the store must be that of an undisturbed audit.

python benchmarks/kill_audit.py [KILLS] [DOCUMENTS] [SEED]
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from audit_killer import audit_command, is_sound, kill_again_and_again, start
from draft_maker import make_drafts
from store_content import content


def main(kills: int = 50, documents: int = 4000, seed: int = 1) -> int:
    """Print what was killed and whether the stores are the same; 1 where they are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_drafts(folder / "docs", documents, seed)
        begun = time.monotonic()
        done = kill_again_and_again(
            folder / "docs", folder / "killed.db", kills, seed, documents // (3 * kills)
        )
        start(audit_command(folder / "docs", folder / "killed.db")).wait()
        start(audit_command(folder / "docs", folder / "whole.db")).wait()
        same = content(folder / "killed.db") == content(folder / "whole.db")
        sound = is_sound(folder / "killed.db")
        killed = f"killed {done.masters} masters, {done.workers} workers"
        seconds = time.monotonic() - begun
        sys.stdout.write(f"{killed}\nsame content: {same}; sound: {sound}; {seconds:.0f} s\n")
    return 0 if same and sound and done.count == kills else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
