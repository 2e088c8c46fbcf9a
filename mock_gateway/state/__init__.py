"""What a session remembers. Nothing here reads a wall clock, a socket or a file by itself."""
