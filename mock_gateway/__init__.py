"""SMS gateways that fail on demand, on your machine."""
