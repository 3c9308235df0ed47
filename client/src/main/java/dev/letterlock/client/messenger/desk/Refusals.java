package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Reason;

/** What the server's refusals (docs/openapi.yaml, codes) mean to a person, and what to do next. */
public final class Refusals {

  public static final String NAME_RULE =
      "A name has 1 to 64 of a-z 0-9 . _ - and begins with a letter or a digit.";

  private Refusals() {}

  static String sentence(ApiException refusal) {
    return switch (refusal.code()) {
      case "unreachable" -> "The server at " + refusal.about() + " cannot be reached.";
      case "wrong_credentials" ->
          "The name or the password of the account is wrong: try once more.";
      case "name_taken" ->
          "That name belongs to somebody already: choose another, or try another password if it is"
              + " yours.";
      case "name_invalid" -> NAME_RULE;
      case "password_invalid" ->
          "A password has at least 8 characters and at most 512 bytes: choose another.";
      case "registration_closed" ->
          "This server lets nobody make an account: ask its operator for one.";
      case "token_missing", "token_invalid", "token_expired", "token_revoked", "token_reused" ->
          "The server has signed this device out. If it was not removed from the account, sign in"
              + " again, with the account's password.";
      case "rate_limited", "too_many_requests" -> patience(refusal);
      case "busy", "unavailable", "overloaded", "request_timeout", "too_many_connections" ->
          "The server is too busy at the moment: try again shortly.";
      default -> aboutThings(refusal);
    };
  }

  /** What a program can tell apart of them. */
  static Reason reason(ApiException refusal) {
    return switch (refusal.code()) {
      case "unreachable" -> Reason.SERVER_AWAY;
      case "wrong_credentials" -> Reason.WRONG_PASSWORD;
      case "name_taken" -> Reason.NAME_TAKEN;
      case "name_invalid", "password_invalid" -> Reason.INVALID;
      case "registration_closed" -> Reason.REGISTRATION_CLOSED;
      case "token_missing", "token_invalid", "token_expired", "token_revoked", "token_reused" ->
          Reason.NOT_SIGNED_IN;
      case "unknown_user", "unknown_list" -> Reason.UNKNOWN_NAME;
      case "unknown_device" -> Reason.DEVICE_REMOVED;
      case "" -> Reason.WRONG_SERVER;
      default ->
          refusal.status() >= 500 || refusal.status() == 429 ? Reason.SERVER_BUSY : Reason.REFUSED;
    };
  }

  private static String aboutThings(ApiException refusal) {
    return switch (refusal.code()) {
      case "unknown_user" -> "There is nobody called " + refusal.about() + ".";
      case "unknown_list" ->
          "The account " + refusal.about() + " has no device yet: try again when it has.";
      case "unknown_device" ->
          "The server does not know that device: it was removed, or never taken in. If it is this one,"
              + " make a new device in another profile.";
      case "unknown_conversation" -> "The server does not know that conversation.";
      case "list_conflict", "list_mismatch" ->
          "The devices of the account have changed meanwhile: begin that anew.";
      case "unknown_link" ->
          "That code is good no more, or of another account: it is for 5 minutes. Begin anew on the"
              + " new device.";
      case "link_taken" ->
          "That code was answered before: begin anew on the new device. If it was not you who answered"
              + " it, somebody else who holds your account's key has seen it.";
      case "group_conflict" -> "Somebody changed the group at the same time: try once more.";
      case "key_rejected" ->
          "The server does not take the keys of this device: look whether the clock of this machine"
              + " is right, and begin that anew.";
      case "device_taken", "key_seen", "key_id_reused" ->
          "The server has seen these keys before: begin that anew.";
      case "signature_missing", "signature_invalid", "nonce_invalid" ->
          "The server did not take the request for this device's: try once more.";
      case "unknown_blob" ->
          "The file is not at the server any more: it has expired, or was deleted. Ask for it once"
              + " more.";
      case "blob_too_large" -> "That file is larger than this server takes.";
      case "quota_exceeded" ->
          "Your files take as much room at the server as they may: wait until older ones have"
              + " expired, or send a smaller one.";
      case "blob_size", "upload_offset", "upload_busy", "upload_incomplete", "digest_mismatch" ->
          "The file did not reach the server as it was sent: send it once more.";
      case "range_not_satisfiable" ->
          "The file on the server is shorter than the message says: ask for it once more.";
      case "too_many_keys", "body_too_large", "headers_too_large", "url_too_long", "out_of_range" ->
          "That is more than the server takes.";
      case "" ->
          "What answers at "
              + refusal.about()
              + " is no Letterlock server"
              + (refusal.status() == 0 ? "" : ", but says " + refusal.status())
              + ": is the address right?";
      case "internal_error" ->
          "Something is wrong at the server: its operator finds it in the log.";
      default ->
          "The server does not understand this program: is the address right, and are both of the"
              + " same version? It said: "
              + refusal.getMessage();
    };
  }

  private static String patience(ApiException refusal) {
    String sentence = "The server asks for patience: too much in too short a time";
    long seconds = refusal.retryAfter().toSeconds();
    return seconds == 0
        ? sentence + "."
        : sentence + "; try again in " + seconds + (seconds == 1 ? " second." : " seconds.");
  }
}
