package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.storage.device.ClaimedPreKeys;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Answers sessions from the pre-key use cases, on virtual threads. Thread-safe. */
public final class ClaimingDesk implements PreKeyDesk {
  private static final OpaqueBytes NO_ONE_TIME_PRE_KEY =
      OpaqueBytes.wrap(new byte[PreKeyBundle.ONE_TIME_PRE_KEY_SIZE]);

  private final PreKeyClaims claims;
  private final Executor threads;

  public ClaimingDesk(PreKeyClaims claims, Executor threads) {
    this.claims = claims;
    this.threads = threads;
  }

  @Override
  public CompletionStage<ServerFrame> claim(DeviceAddress requester, ClaimPreKeys claim) {
    return CompletableFuture.supplyAsync(() -> bundles(requester, claim), threads);
  }

  @Override
  public CompletionStage<ServerFrame> count(DeviceAddress device) {
    return CompletableFuture.supplyAsync(() -> KeysLowNotice.frame(claims.counts(device)), threads);
  }

  private ServerFrame bundles(DeviceAddress requester, ClaimPreKeys claim) {
    try {
      var found = claims.claim(requester, claim.user(), claim.devices(), claim.request());
      return new PreKeyBundles(
          claim.request(),
          claim.user(),
          found.listVersion(),
          found.bundles().stream().map(ClaimingDesk::onTheWire).toList());
    } catch (RefusedException refused) {
      return Failure.ofRequest(
          codeOf(refused.refusal()),
          FrameType.CLAIM_PRE_KEYS,
          claim.request(),
          Math.toIntExact(refused.retryAfterMillis()));
    }
  }

  private static PreKeyBundle onTheWire(
      dev.letterlock.server.features.prekeys.PreKeyBundle bundle) {
    ClaimedPreKeys keys = bundle.keys();
    OpaqueBytes oneTime = keys.oneTime();
    return new PreKeyBundle(
        bundle.device(),
        bundle.registration(),
        bundle.certificate(),
        keys.signed(),
        oneTime == null ? NO_ONE_TIME_PRE_KEY : oneTime,
        keys.kem());
  }

  private static ErrorCode codeOf(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_USER -> ErrorCode.UNKNOWN_RECIPIENT;
      case RATE_LIMITED -> ErrorCode.RATE_LIMITED;
      case BUSY -> ErrorCode.UNAVAILABLE;
      default -> ErrorCode.NOT_ALLOWED;
    };
  }
}
