package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.handshake.PreKeyHeader;
import dev.letterlock.crypto.e2ee.link.LinkCode;
import dev.letterlock.crypto.e2ee.prekey.BundlePolicy;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.ratchet.Ratchet;
import dev.letterlock.crypto.e2ee.store.RecoveryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/E2EE.md come from the code. With {@code -Dletterlock.docs.write=true} they are
 * written anew.
 */
class SpecificationTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", ".")).resolve("../../docs/E2EE.md").normalize();

  @Test
  void namesEveryLabel() throws IOException {
    String labels =
        Arrays.stream(Label.values())
            .map(label -> "`" + label.text() + "`")
            .collect(Collectors.joining(", "));

    assertUpToDate("labels", labels + "\n");
  }

  @Test
  void statesTheSizesOfTheCode() throws IOException {
    assertUpToDate(
        "sizes",
        "| What | Bytes |\n|---|---|\n"
            + row("device certificate", DeviceCert.SIZE)
            + row("device list of 16, signature included", DeviceList.MAX_SIZE)
            + row("account key rollover", AccountKeyRollover.SIZE)
            + row("recovery file (on a disk only)", RecoveryFile.SIZE)
            + row("code of a new device (on its screen only)", LinkCode.SIZE)
            + row("signed pre-key in a bundle", SignedPreKey.SIZE)
            + row("one-time pre-key in a bundle", OneTimePreKey.SIZE)
            + row("KEM pre-key in a bundle", KemPreKey.SIZE)
            + row("pre-key header, suite 1", PreKeyHeader.CLASSIC_SIZE)
            + row("pre-key header, suite 2", PreKeyHeader.HYBRID_SIZE)
            + row("record", PayloadSizes.RECORD)
            + row("pre-key header and record, suite 1", PayloadSizes.CLASSIC_PRE_KEY_RECORD)
            + row("pre-key header and record, suite 2", PayloadSizes.HYBRID_PRE_KEY_RECORD)
            + row("slice, smallest", PayloadSizes.MIN_SLICE)
            + row("slice, largest", PayloadSizes.MAX_SLICE));
  }

  @Test
  void statesTheLimitsOfTheCode() throws IOException {
    assertUpToDate(
        "limits",
        "| Limit | Value |\n|---|---|\n"
            + row("keys that one record may skip, old and new chain together", Ratchet.MAX_JUMP)
            + row("skipped keys kept in a session, the oldest dropped first", Ratchet.MAX_STORED)
            + row("age of a skipped key", Ratchet.MAX_AGE)
            + row("chains of the peer that can still be read from", Ratchet.MAX_CHAINS)
            + row("sessions with one device, all but one only read from", PeerSessions.MAX_SESSIONS)
            + row("time for which a replaced session is read from", PeerSessions.RECEIVE_ONLY)
            + row("resets by one device in 24 hours", PeerSessions.MAX_RESETS)
            + row("messages without a step before a renewal", Session.MAX_UNANSWERED)
            + row("time before a renewal", Session.RENEWED_AFTER)
            + row("messages opened before one without a link is expected", Session.MANY_RECEIVED)
            + row(
                "time before one without a link is expected",
                Session.RENEWED_AFTER.minus(Session.EARLY))
            + row("retries for one device in 24 hours", RetryLedger.MAX_PER_DAY)
            + row("age of a signed or last-resort pre-key that is used", BundlePolicy.MAX_AGE)
            + row("time for which the secret of a replaced pre-key is kept", PreKeyMaker.KEPT));
  }

  private static String row(String what, int value) {
    return "| " + what + " | " + String.format(Locale.ROOT, "%,d", value) + " |\n";
  }

  private static String row(String what, Duration time) {
    return "| " + what + " | " + time.toDays() + " days |\n";
  }

  private static void assertUpToDate(String marker, String expected) throws IOException {
    String begin = "<!-- " + marker + ":begin -->\n";
    String end = "<!-- " + marker + ":end -->";
    String page = Files.readString(FILE);
    assertThat(page).contains(begin, end);
    String written =
        page.substring(0, page.indexOf(begin) + begin.length())
            + expected
            + page.substring(page.indexOf(end));
    if (Boolean.getBoolean("letterlock.docs.write")) {
      Files.writeString(FILE, written);
    }
    assertThat(Files.readString(FILE)).isEqualTo(written);
  }
}
