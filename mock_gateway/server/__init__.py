"""The rim: sockets, threads, Flask, and the handles that tests and people hold. Nothing in here knows a gateway."""
