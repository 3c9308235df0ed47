package dev.letterlock.server.api;

import dev.letterlock.crypto.E1;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.auth.SessionRevocations;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.mongo.MongoStores;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What the API stands on.
 *
 * @param forgetInbox drops all that waits for a revoked device; may block
 * @param recipients gives the one object per device
 * @param sessions cuts live sockets
 */
record ApiGround(
    MongoStores stores,
    Consumer<DeviceAddress> forgetInbox,
    Recipients recipients,
    SessionRevocations sessions,
    ServerMetrics metrics,
    E1 e1,
    Clock clock) {}
