"""Settings for all tests."""

from hypothesis import settings

# Speed is measured in benchmarks/: an example that takes long on a busy machine is no failure.
settings.register_profile("hefa", deadline=None)
settings.load_profile("hefa")
