"""Settings for all tests."""

import os
import tempfile

from hypothesis import settings

# Packs that were read once are kept: the user's own folder is not for tests.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="hefa-cache-")

# Speed is measured in benchmarks/: an example that takes long on a busy machine is no failure.
settings.register_profile("hefa", deadline=None)
settings.load_profile("hefa")
