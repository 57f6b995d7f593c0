"""Reports as bytes and back: plain values with checked types, for an archive may come from somebody else."""
