package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.measure.Latencies;
import dev.letterlock.loadtest.measure.Tally;
import java.time.Duration;

/**
 * What all devices of a run share. Safe for any thread.
 *
 * @param url where they connect
 * @param deliveries from the composing of a message to each showing of it, in steps of a
 *     millisecond
 * @param window messages that one device may have unanswered, 1 to 256
 * @param submitEvery from one message of a device to its next
 * @param claimEvery from one claim of pre-keys to the next
 */
public record Community(
    ClientTransport transport,
    ServerUrl url,
    Tally tally,
    Acceptances acceptances,
    Latencies deliveries,
    int window,
    Duration submitEvery,
    Duration claimEvery) {}
