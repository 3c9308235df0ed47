package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.delivery.Delivery;
import dev.letterlock.server.metrics.LoopMeters;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.session.Recipients;
import java.util.function.Consumer;

/**
 * What the connections of one event loop share.
 *
 * @param opened told of whom each session was opened for; must not block
 * @param decoder owns the one Send view of the loop
 */
public record LoopDesk(
    ClientFrameDecoder decoder,
    Delivery.Handlers handlers,
    HelloCheck hellos,
    Recipients recipients,
    PreKeyDesk preKeys,
    WakeUps wakeUps,
    Consumer<TokenClaims> opened,
    LoopMeters meters) {}
