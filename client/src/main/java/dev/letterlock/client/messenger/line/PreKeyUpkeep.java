package dev.letterlock.client.messenger.line;

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
import dev.letterlock.protocol.frame.server.KeysLow;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this device's pre-keys at the server fresh and many enough (docs/E2EE.md §2.3); refills
 * after a random wait, so that their time tells little (R5). Secrets are stored before the public
 * halves leave. On the desk.
 */
public final class PreKeyUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(PreKeyUpkeep.class);
  private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

  private final Tools tools;
  private final Desk desk;
  private final Directory directory;
  private final PreKeyMaker maker;
  private final Duration mostJitter;
  private boolean planned;

  public PreKeyUpkeep(Tools tools, Desk desk, Directory directory, Duration mostJitter) {
    this.tools = tools;
    this.desk = desk;
    this.directory = directory;
    this.maker = new PreKeyMaker(tools.e1(), tools.own(), tools.clock(), tools.random());
    this.mostJitter = mostJitter;
  }

  /** Makes and uploads the first pre-keys, or what an interrupted upload may have lost. */
  void complete() {
    try (Transaction step = tools.begin()) {
      if (own(step).uploadOwed()) {
        try (OwnPreKeys keys = own(step).preKeys()) {
          upload(maker.current(keys));
        }
        own(step).putUploadOwed(false);
        step.commit();
        return;
      }
    }
    rotateIfDue();
  }

  /** The server says what it has left. */
  void counted(KeysLow counts) {
    boolean few =
        counts.oneTime() <= PreKeyMaker.ONE_TIME_TARGET / 2
            || counts.kemOneTime() <= PreKeyMaker.KEM_TARGET / 2;
    if (few && !planned) {
      planned = true;
      long wait = tools.random().nextLong(mostJitter.toMillis() + 1);
      desk.after(Duration.ofMillis(wait), () -> refill(counts));
    }
  }

  private void refill(KeysLow counts) {
    planned = false;
    try {
      replace(keys -> maker.replenish(keys, counts.oneTime(), counts.kemOneTime()));
    } catch (ApiException e) {
      LOG.debug("pre-keys not refilled: {}", e.getMessage());
    }
  }

  private void rotateIfDue() {
    boolean due;
    try (Transaction step = tools.begin();
        OwnPreKeys keys = own(step).preKeys()) {
      due = maker.rotationDue(keys, interval());
    }
    if (due) {
      replace(maker::rotate);
    }
  }

  private interface Change {
    Made of(OwnPreKeys keys);
  }

  private void replace(Change change) {
    Made made;
    try (Transaction step = tools.begin();
        OwnPreKeys before = own(step).preKeys()) {
      made = change.of(before);
      try (OwnPreKeys next = made.keys()) {
        own(step).putPreKeys(next);
      }
      own(step).putUploadOwed(made.upload().signedPreKey() != null);
      step.commit();
    }
    upload(made.upload());
    try (Transaction step = tools.begin()) {
      own(step).putUploadOwed(false);
      step.commit();
    }
  }

  private void upload(PreKeyUpload upload) {
    directory.upload(
        upload.signedPreKey(),
        upload.oneTimePreKeys(),
        upload.kemPreKeys(),
        tools.own().signingKey());
  }

  /** Between two and seven days, different for each device and the same at each start. */
  private Duration interval() {
    long spread =
        PreKeyMaker.MOST_ROTATION.minus(PreKeyMaker.LEAST_ROTATION).toSeconds() - SECONDS_A_DAY;
    long part = Integer.toUnsignedLong(tools.own().cert().address().reg()) % spread;
    return PreKeyMaker.LEAST_ROTATION.plusSeconds(part);
  }

  private Own own(Transaction step) {
    return new Own(step, tools.e1());
  }
}
