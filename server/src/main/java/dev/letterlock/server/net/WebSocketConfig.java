package dev.letterlock.server.net;

import dev.letterlock.server.net.websocket.WebSocketLimits;

/** What all WebSocket connections of a server have in common. */
public record WebSocketConfig(WebSocketLimits limits, Liveness liveness, SessionOpener opener) {}
