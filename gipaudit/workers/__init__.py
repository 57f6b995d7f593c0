"""Worker processes: whatever a file does to the one that reads it, the audit goes on."""
