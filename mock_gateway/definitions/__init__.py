"""Data files into records: found, parsed, checked, compiled. Wrong data is refused here and never later."""
