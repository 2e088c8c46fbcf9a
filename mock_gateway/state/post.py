"""Put an e-mail into a session's outbox, and on its way where the session has an SMTP server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_gateway.state.world import Mail, World


def post(world: World, gateway: str, mail: Mail) -> None:
    """Post an e-mail; called inside a transaction."""
    world.mails.append(mail)
    server = world.room(gateway).settings.values_["smtp"]
    if server and world.motion.carry_mail is not None:
        world.motion.errands.append(world.motion.carry_mail(mail, server))
    else:
        world.motion.happened(world.clock.now(), "mail", "", mail.to, mail.kind, mail.delivery)
