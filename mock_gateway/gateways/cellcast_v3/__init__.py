"""Cellcast v3 (Australia): an APPKEY header, JSON, and `meta` in every answer."""
