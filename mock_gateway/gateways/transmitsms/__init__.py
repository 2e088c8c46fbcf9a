"""TransmitSMS, also sold as BurstSMS and Kudosity (its first API)."""
