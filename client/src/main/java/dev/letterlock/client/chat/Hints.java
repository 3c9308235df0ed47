package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Reason;
import org.jspecify.annotations.Nullable;

/** Says behind a sentence of the library what to type here. */
final class Hints {

  private Hints() {}

  static String with(MessengerException refusal) {
    return with(
        refusal.reason(), String.valueOf(refusal.getMessage()), refusal.account().orElse(null));
  }

  static String with(Reason reason, String sentence) {
    return with(reason, sentence, null);
  }

  private static String with(Reason reason, String sentence, @Nullable String account) {
    return sentence
        + switch (reason) {
          case FURTHER_DEVICE ->
              " (letterlock chat --new-device does that; if that device is lost, --recovery-file FILE.)";
          case REQUEST_EXPIRED ->
              " (letterlock chat, started in the same way once more, does that.)";
          case FIRST_DEVICE -> " (letterlock chat without --new-device does that.)";
          case UNFINISHED ->
              " (letterlock chat with neither --new-device nor --recovery-file does that.)";
          case NOT_SIGNED_IN -> " (letterlock chat --sign-in does that.)";
          case DEVICE_REMOVED, COPIED ->
              " (letterlock chat --new-device, with another --profile, makes a new device.)";
          case WRONG_ANSWER -> " (Type the line with /admit above there.)";
          case CHANGE_PENDING -> " (/admit --cancel gives it up.)";
          case NO_SERVER -> " (letterlock chat --url does that.)";
          case NUMBER_CHANGED -> account == null ? "" : " (/safety " + account + " shows it.)";
          case KEY_CHANGED -> account == null ? "" : word(account);
          case NAME_TAKEN,
              INVALID,
              WRONG_PASSWORD,
              WRONG_PASSPHRASE,
              REGISTRATION_CLOSED,
              AWAITING_ADMISSION,
              UNKNOWN_NAME,
              SERVER_AWAY,
              SERVER_BUSY,
              WRONG_SERVER,
              PROFILE_IN_USE,
              PROFILE_UNREADABLE,
              DISK,
              CLOSED,
              REFUSED,
              FAILED ->
              "";
        };
  }

  static String with(Notice notice) {
    String account = notice.account();
    return notice.text()
        + switch (notice.kind()) {
          case KEY_CHANGED, AWAITS_WORD -> account == null ? "" : word(account);
          case OTHER_KEY -> account == null ? "" : comeAnew(account);
          case ALARM -> alarm(notice);
          case REMARK, DEVICES_CHANGED, REFUSED -> "";
        };
  }

  private static String alarm(Notice notice) {
    if (notice.evidence() != null) {
      return " (/evidence keeps what proves it.)";
    }
    String account = notice.account();
    return account == null ? "" : " (/safety " + account + " shows the number.)";
  }

  private static String word(String account) {
    return " (/safety "
        + account
        + " shows the number, then /accept "
        + account
        + " takes the new key, or /reject "
        + account
        + " refuses it.)";
  }

  private static String comeAnew(String account) {
    return " (/safety "
        + account
        + " shows the number, then /group remove "
        + account
        + " and /group add "
        + account
        + " do the rest.)";
  }
}
