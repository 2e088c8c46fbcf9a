"""The gateways: a folder each, the same furniture in all of them. Their data says what; `operations` says how."""
