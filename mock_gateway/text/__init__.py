"""What a text weighs: GSM-7 and UCS-2, segments, and the spellings of telephone numbers."""
