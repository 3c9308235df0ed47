package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Enrolment;
import dev.letterlock.client.api.Ticket;
import dev.letterlock.client.messenger.CheapRecovery;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.KnownDevice;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.RecoveryFile;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery files that are not written, and that make no device: everything is as before then. */
class RefusedRecoveryIT extends RecoveryCase {
  private static final String DAMAGED =
      "The passphrase of the recovery file is wrong, or the file is damaged.";

  /** Places in the salt, the nonce, the tag and the seed. */
  @ParameterizedTest
  @ValueSource(ints = {37, 60, 80, 124})
  void aDamagedFileMakesNoDevice(int place) throws Exception {
    refuses(changed(bytes -> bytes[place] ^= 1), SECRET, DAMAGED);
  }

  @Test
  void anotherPassphraseMakesNoDevice() {
    refuses(file, secret("on another slip"), DAMAGED);
  }

  @Test
  void whatIsNoRecoveryFileMakesNoDevice() throws Exception {
    refuses(written(bytes -> Arrays.copyOf(bytes, 124)), SECRET, "some of it is missing");
    refuses(written(bytes -> Arrays.copyOf(bytes, 126)), SECRET, "has more than belongs to it");
    refuses(written(_ -> new byte[0]), SECRET, "That is not a recovery file of Letterlock.");
    refuses(changed(bytes -> bytes[0] = 'e'), SECRET, "That is not a recovery file");
    refuses(changed(bytes -> bytes[8] = 2), SECRET, "written by a newer program");
    refuses(folder.resolve("missing"), SECRET, "There is no file " + folder.resolve("missing"));
    refuses(folder, SECRET, "cannot be read");
  }

  /** An exabyte of memory, and more passes than anybody waits for. */
  @Test
  void aFileThatAsksForTooMuchIsNotOpened() throws Exception {
    refuses(changed(bytes -> bytes[26] = 0x10), SECRET, "The recovery file is damaged.");
    refuses(changed(bytes -> bytes[33] = 0x7f), SECRET, "The recovery file is damaged.");
  }

  @Test
  void theFileOfAnotherAccountMakesNoDevice() throws Exception {
    Path hers = folder.resolve("alice.recovery");
    CheapRecovery.write(alice, hers, SECRET);

    refuses(hers, SECRET, "That recovery file is of another account than bob");
    refuses(changed(bytes -> bytes[9] ^= 1), SECRET, "of another account than bob");
  }

  @Test
  void aFileFromBeforeARenewalMakesNoDevice() {
    phone.account().renewKey();

    refuses(file, SECRET, "the key was renewed after the file was written");
    assertThat(phone.account().isRecoveryOutdated()).isTrue();
  }

  @Test
  void aListThatTheServerMadeUpIsNotContinued() {
    changeList("(\"list\":\"[\\w-]{90})..", "$1AA");
    refuses(file, SECRET, "keys of bob that nobody rightly signed");
    changeList("(\"list\":\"[\\w-]{8})..", "$1AA");
    refuses(file, SECRET, "somebody else's keys as those of bob");
    changeList("\"list\":\"", "\"list\":\"!");
    refuses(file, SECRET, "keys of bob that are no keys");
  }

  private void changeList(String from, String to) {
    meddler.answer((path, body) -> path.equals("/v1/list") ? body.replaceAll(from, to) : body);
  }

  @Test
  void aSeventeenthDeviceIsRefused() throws Exception {
    fillTheList();

    refuses(file, SECRET, "Your account has 16 devices, and cannot have more: remove one first");
    try (DeviceRequest request = request()) {
      assertThatThrownBy(() -> phone.account().admit(request.certificate()))
          .hasMessageStartingWith("Your account has 16 devices");
    }

    phone.account().removeDevice(2);
    recovered();
    assertThat(phone.devices("bob")).hasSize(16);
  }

  /** By the account key alone, as no profile is needed. */
  private void fillTheList() throws IOException {
    E1 e1 = People.E1_SUITE;
    RecoveryFile read = RecoveryFile.parse(Files.readAllBytes(file));
    try (Ed25519KeyPair accountKey = read.open(e1, SECRET);
        ApiClient api = new ApiClient(server.url(), e1)) {
      Enrolment enrolment = new Enrolment(api, e1, Clock.systemUTC());
      for (int devices = 1; devices < DeviceList.MAX_DEVICES; devices++) {
        Ticket ticket = enrolment.login("bob", Profiles.PASSWORD);
        enrolment.enrol(ticket, accountKey, enrolment.ownList(ticket).list());
      }
    }
  }

  @Test
  void aDeviceIsNotMadeTwice() {
    recovered().close();

    assertThatThrownBy(this::request).hasMessage("This profile is that of a device already.");
    try (Messenger tablet = Messenger.open(tablet(), NOBODY)) {
      assertThat(tablet.account().holdsAccountKey()).isTrue();
    }
  }

  @Test
  void onlyADeviceThatHoldsTheKeyWritesAFile() {
    Path other = folder.resolve("other.recovery");
    try (Messenger laptop = Profiles.join(server.url(), folder.resolve("laptop"), phone, NOBODY)) {
      refusesToWrite(laptop, other, SECRET, "Only a device that holds the account's key");
    }
    assertThat(other).doesNotExist();
  }

  @Test
  void noFileIsWrittenOverAnother() throws Exception {
    byte[] before = Files.readAllBytes(file);

    refusesToWrite(phone, file, SECRET, "There is a file " + file + " already");

    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void noFileIsWrittenWhereNothingCanBe() throws Exception {
    Path missing = folder.resolve("missing");
    Path letter = Files.writeString(folder.resolve("letter"), "dear bob");
    List<Path> before = files();

    refusesToWrite(phone, missing.resolve("file"), SECRET, "is not there: give another");
    refusesToWrite(phone, letter.resolve("file"), SECRET, "Nothing can be written to");
    refusesToWrite(phone, folder.resolve("some"), secret(""), "needs a passphrase");

    assertThat(files()).isEqualTo(before);
  }

  private static void refusesToWrite(
      Messenger messenger, Path file, SecretBytes passphrase, String sentence) {
    assertThatThrownBy(() -> CheapRecovery.write(messenger, file, passphrase))
        .isInstanceOf(MessengerException.class)
        .hasMessageContaining(sentence);
  }

  /** The account is as it was, and the tablet waits as before. */
  private void refuses(Path given, SecretBytes passphrase, String sentence) {
    List<KnownDevice> before = alice.devices("bob");
    byte[] certificate;
    try (DeviceRequest request = request()) {
      certificate = request.certificate();
      assertThatThrownBy(() -> request.completeWithRecovery(given, passphrase))
          .isInstanceOf(MessengerException.class)
          .hasMessageContaining(sentence);
    }
    assertThatThrownBy(() -> Messenger.open(tablet(), NOBODY))
        .extracting(thrown -> ((MessengerException) thrown).reason())
        .isEqualTo(Reason.AWAITING_ADMISSION);
    try (DeviceRequest again = request()) {
      assertThat(again.certificate()).isEqualTo(certificate);
    }
    assertThat(alice.devices("bob")).isEqualTo(before);
  }

  private Path changed(Consumer<byte[]> change) throws IOException {
    return written(bytes -> {
      change.accept(bytes);
      return bytes;
    });
  }

  private Path written(UnaryOperator<byte[]> change) throws IOException {
    return Files.write(folder.resolve("changed.recovery"), change.apply(Files.readAllBytes(file)));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }
}
