"""Records passed between the stages; they know nothing of the stages."""
