package dev.letterlock.server.net;

/** What one address may use of a port before anything is known of who is behind it. */
public record EdgeLimits(ConnectionLimit connections, RequestLimit requests) {}
