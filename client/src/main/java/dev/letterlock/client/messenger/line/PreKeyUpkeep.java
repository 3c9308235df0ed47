package dev.letterlock.client.messenger.line;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker.Made;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUpload;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.protocol.frame.server.KeysLow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this device's pre-keys at the server fresh and many enough (docs/E2EE.md §2.3): looks at
 * each connection and every few hours, again after a growing wait if it fails, and refills after a
 * random wait, so that the time tells little (R5). Secrets are stored before the public halves
 * leave. On the desk.
 */
public final class PreKeyUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(PreKeyUpkeep.class);
  private static final Duration USUAL_PACE = Duration.ofHours(6);
  private static final Duration LEAST_RETRY = Duration.ofSeconds(30);
  private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

  /** The server will never take these very keys, such as those made too long ago. */
  private static final Set<Integer> FOR_GOOD = Set.of(400, 409, 422);

  private final Tools tools;
  private final Desk desk;
  private final Directory directory;
  private final PreKeyMaker maker;
  private final Duration mostJitter;
  private final Duration pace;
  private final Backoff retries;
  private long plans;
  private boolean refillPlanned;

  public PreKeyUpkeep(Tools tools, Desk desk, Directory directory, Duration mostJitter) {
    this(tools, desk, directory, mostJitter, USUAL_PACE, LEAST_RETRY);
  }

  /**
   * As the other one.
   *
   * @param pace between looks
   * @param leastRetry before the first look after one that failed
   */
  PreKeyUpkeep(
      Tools tools,
      Desk desk,
      Directory directory,
      Duration mostJitter,
      Duration pace,
      Duration leastRetry) {
    this.tools = tools;
    this.desk = desk;
    this.directory = directory;
    this.maker = new PreKeyMaker(tools.e1(), tools.own(), tools.clock(), tools.random());
    this.mostJitter = mostJitter;
    this.pace = pace;
    this.retries = new Backoff(leastRetry, pace, tools.random());
  }

  /** Uploads what the server may lack and what is to be renewed, and plans the next look. */
  void look() {
    attempt(() -> {
      settle();
      if (isRotationDue()) {
        replace(maker::rotate);
      }
    });
  }

  /** A handshake has come, which may have been one too many for the signed pre-key. */
  void used() {
    if (isRotationDue()) {
      look();
    }
  }

  /** The server says what it has left. */
  void counted(KeysLow counts) {
    noteClaimed(counts.kemOneTime());
    boolean few =
        counts.oneTime() <= PreKeyMaker.ONE_TIME_TARGET / 2
            || counts.kemOneTime() <= PreKeyMaker.KEM_TARGET / 2;
    if (few && !refillPlanned) {
      refillPlanned = true;
      long wait = tools.random().nextLong(mostJitter.toMillis() + 1);
      desk.after(Duration.ofMillis(wait), () -> refill(counts));
    }
  }

  private void refill(KeysLow counts) {
    refillPlanned = false;
    attempt(() -> {
      if (!settle()) {
        replace(keys -> maker.replenish(keys, counts.oneTime(), counts.kemOneTime()));
      }
    });
  }

  private void attempt(Runnable work) {
    Duration next;
    try {
      work.run();
      retries.reset();
      next = pace;
    } catch (ApiException | VaultException e) {
      LOG.debug("pre-keys not renewed: {}", e.getMessage());
      next = retries.next();
    }
    long plan = ++plans;
    desk.after(
        next,
        () -> {
          if (plan == plans) {
            look();
          }
        });
  }

  private void noteClaimed(int kemAtServer) {
    try (Transaction step = tools.begin();
        OwnPreKeys keys = own(step).preKeys()) {
      if (!own(step).owedPreKeys().isEmpty()) {
        return;
      }
      try (OwnPreKeys noted = maker.noteClaimed(keys, kemAtServer)) {
        if (noted != null) {
          own(step).putPreKeys(noted);
          step.commit();
        }
      }
    }
  }

  private boolean isRotationDue() {
    try (Transaction step = tools.begin();
        OwnPreKeys keys = own(step).preKeys()) {
      Optional<Duration> drawn = own(step).rotation();
      Duration interval = drawn.orElseGet(this::draw);
      if (drawn.isEmpty()) {
        own(step).putRotation(interval);
        step.commit();
      }
      return maker.rotationDue(keys, interval);
    }
  }

  /** Between two and six days, anew for each key: nobody else knows when the next one comes. */
  private Duration draw() {
    long spread =
        PreKeyMaker.MOST_ROTATION.minus(PreKeyMaker.LEAST_ROTATION).toSeconds() - SECONDS_A_DAY;
    return PreKeyMaker.LEAST_ROTATION.plusSeconds(tools.random().nextLong(spread));
  }

  private interface Change {
    Made of(OwnPreKeys keys);
  }

  private void replace(Change change) {
    try (Transaction step = tools.begin();
        OwnPreKeys before = own(step).preKeys()) {
      Made made = change.of(before);
      try (OwnPreKeys next = made.keys()) {
        own(step).putPreKeys(next);
      }
      own(step).putOwedPreKeys(made.upload().ids());
      if (made.upload().signedPreKey() != null) {
        own(step).putRotation(draw());
      }
      step.commit();
    }
    var _ = settle();
  }

  /** Uploads what is owed; false if nothing is. */
  private boolean settle() {
    PreKeyUpload owed = owed();
    if (owed == null) {
      return false;
    }
    try {
      upload(owed);
    } catch (ApiException e) {
      if (FOR_GOOD.contains(e.status())) {
        giveUp(owed);
      }
      throw e;
    }
    try (Transaction step = tools.begin()) {
      own(step).putOwedPreKeys(List.of());
      step.commit();
    }
    return true;
  }

  /** The secrets stay for their time: the server may hold some of the keys nevertheless. */
  private void giveUp(PreKeyUpload refused) {
    try (Transaction step = tools.begin()) {
      own(step).putOwedPreKeys(List.of());
      if (refused.signedPreKey() != null) {
        own(step).putRotation(Duration.ZERO);
      }
      step.commit();
    }
  }

  private @Nullable PreKeyUpload owed() {
    try (Transaction step = tools.begin();
        OwnPreKeys keys = own(step).preKeys()) {
      List<Integer> ids = own(step).owedPreKeys();
      return ids.isEmpty() ? null : maker.upload(keys, ids);
    }
  }

  private void upload(PreKeyUpload upload) {
    directory.upload(
        upload.signedPreKey(),
        upload.oneTimePreKeys(),
        upload.kemPreKeys(),
        tools.own().signingKey());
  }

  private Own own(Transaction step) {
    return new Own(step, tools.e1());
  }
}
