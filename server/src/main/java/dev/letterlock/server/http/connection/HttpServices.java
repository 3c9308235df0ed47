package dev.letterlock.server.http.connection;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all connections of one port share. */
record HttpServices(
    Intake intake,
    ResponseWriter responses,
    @Nullable Upgrader upgrader,
    Executor endpoints,
    Consumer<String> refusals,
    HttpTimeouts timeouts) {}
