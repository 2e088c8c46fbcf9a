"""What calls do, as far as gateways share it. What is one gateway's own lives in its folder."""
