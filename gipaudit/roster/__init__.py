"""The list of units that an office oversees: read from a file, laid beside the reports, asked who sent nothing."""
