package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.net.EdgeLimits;
import dev.letterlock.server.net.TrustedProxies;
import dev.letterlock.server.net.upgrade.Origins;
import org.jspecify.annotations.Nullable;

/**
 * What all HTTP connections of one port have in common.
 *
 * @param upgrading null: the port takes no WebSocket
 * @param limits null: none
 */
public record HttpConfig(
    Router router,
    JsonCodec json,
    Origins origins,
    TrustedProxies proxies,
    @Nullable EdgeLimits limits,
    @Nullable Upgrading upgrading,
    HttpTimeouts timeouts) {}
