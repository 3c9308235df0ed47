package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.delivery.Delivery;
import dev.letterlock.server.metrics.LoopMeters;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.session.Recipients;
import java.util.function.Consumer;

/**
 * What the connections of one event loop share.
 *
 * @param seen notes that a device was connected today
 * @param decoder owns the one Send view of the loop
 */
public record LoopDesk(
    ClientFrameDecoder decoder,
    Delivery.Handlers handlers,
    HelloCheck hellos,
    Recipients recipients,
    PreKeyDesk preKeys,
    WakeUps wakeUps,
    Consumer<DeviceAddress> seen,
    LoopMeters meters) {}
