package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.concurrent.CompletionStage;

/**
 * Answers what a session asks about pre-keys. Thread-safe, never blocks; a stage is completed on
 * any thread and fails only by a fault of the server.
 */
public interface PreKeyDesk {
  /** PreKeyBundles, or a Failure about the request. */
  CompletionStage<ServerFrame> claim(DeviceAddress requester, ClaimPreKeys claim);

  /** KeysLow, or a Failure. */
  CompletionStage<ServerFrame> count(DeviceAddress device);
}
