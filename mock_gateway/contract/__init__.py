"""What a client's author runs: transcripts replayed against a gateway, and what of its rejections was met."""
