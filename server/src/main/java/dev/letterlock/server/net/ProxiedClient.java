package dev.letterlock.server.net;

import java.net.InetAddress;

/**
 * Event in the pipeline: a trusted proxy said by the PROXY protocol whose connection this is.
 *
 * @param client the address behind the proxy
 */
public record ProxiedClient(InetAddress client) {}
