package dev.letterlock.server.api;

import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.http.ProblemType;
import java.util.Locale;

/** The refusals of the API's endpoints; docs/openapi.yaml lists the same codes. */
public enum ApiProblem implements ProblemType {
  TOKEN_MISSING(401, "The request needs a bearer token."),
  TOKEN_INVALID(401, "The token is none of this server's, or not good for this."),
  TOKEN_EXPIRED(401, "The token has expired."),
  TOKEN_REVOKED(401, "The token was withdrawn."),
  TOKEN_REUSED(401, "The refresh token was used before; its login has ended."),
  WRONG_CREDENTIALS(401, "Name or password are wrong."),
  SIGNATURE_MISSING(401, "The request needs a Letterlock-Signature."),
  NONCE_INVALID(401, "The nonce of the signature is not open."),
  SIGNATURE_INVALID(401, "The signature is not by the key that must sign."),
  REGISTRATION_CLOSED(403, "Only an operator makes accounts here."),
  QUOTA_EXCEEDED(403, "Your blobs take as much room as they may; delete some, or wait."),
  PARAMETER_INVALID(400, "A part of the path, the query or the body has no meaning."),
  OUT_OF_RANGE(400, "A number is outside its range."),
  NAME_INVALID(400, "The name is not allowed."),
  PASSWORD_INVALID(400, "The password is too short or too long."),
  UNKNOWN_USER(404, "There is no such user."),
  UNKNOWN_DEVICE(404, "The user has no such device."),
  UNKNOWN_LIST(404, "There is no device list."),
  UNKNOWN_CONVERSATION(404, "There is no such conversation."),
  UNKNOWN_BLOB(404, "There is no such blob, or it has expired."),
  UNKNOWN_LINK(404, "There is no such linking, or not any more."),
  NAME_TAKEN(409, "Another account has the name."),
  DEVICE_TAKEN(409, "The device id is registered with another certificate."),
  KEY_SEEN(409, "A device has, or had, this key."),
  KEY_ID_REUSED(409, "A pre-key id was used before."),
  LIST_CONFLICT(409, "The list is not the next in its chain."),
  GROUP_CONFLICT(409, "The group state is not the next in its chain."),
  UPLOAD_OFFSET(409, "The part does not begin where the upload ends, or goes beyond its end."),
  UPLOAD_BUSY(409, "Another part of the upload is arriving just now."),
  UPLOAD_INCOMPLETE(409, "Parts of the upload are missing."),
  LINK_TAKEN(409, "Another device has answered this linking."),
  BLOB_TOO_LARGE(413, "The blob is larger than this server takes."),
  RANGE_NOT_SATISFIABLE(416, "The range lies beyond the end of the blob."),
  BLOB_SIZE(422, "No sealed file has this size."),
  DIGEST_MISMATCH(422, "What was uploaded is not what the digest names; it was thrown away."),
  KEY_REJECTED(422, "Key material is malformed or not properly signed."),
  LIST_MISMATCH(422, "The list does not say what the request is about."),
  TOO_MANY_KEYS(422, "More pre-keys than are kept."),
  RATE_LIMITED(429, "Too much in too short a time."),
  BUSY(503, "Too much of it is being done at the moment."),
  UNAVAILABLE(503, "Something that the server needs is missing.");

  private final int status;
  private final String title;

  ApiProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The API's word for a refusal of a use case. */
  public static ApiProblem of(Refusal refusal) {
    return switch (refusal) {
      case TOKEN_INVALID -> TOKEN_INVALID;
      case TOKEN_EXPIRED -> TOKEN_EXPIRED;
      case TOKEN_REVOKED -> TOKEN_REVOKED;
      case TOKEN_REUSED -> TOKEN_REUSED;
      case WRONG_CREDENTIALS -> WRONG_CREDENTIALS;
      case NONCE_INVALID -> NONCE_INVALID;
      case SIGNATURE_INVALID -> SIGNATURE_INVALID;
      case REGISTRATION_CLOSED -> REGISTRATION_CLOSED;
      case NAME_INVALID -> NAME_INVALID;
      case NAME_TAKEN -> NAME_TAKEN;
      case PASSWORD_INVALID -> PASSWORD_INVALID;
      case KEY_REJECTED -> KEY_REJECTED;
      case KEY_SEEN -> KEY_SEEN;
      case KEY_ID_REUSED -> KEY_ID_REUSED;
      case TOO_MANY_KEYS -> TOO_MANY_KEYS;
      case DEVICE_TAKEN -> DEVICE_TAKEN;
      case LIST_CONFLICT -> LIST_CONFLICT;
      case LIST_MISMATCH -> LIST_MISMATCH;
      case UNKNOWN_USER -> UNKNOWN_USER;
      case UNKNOWN_DEVICE -> UNKNOWN_DEVICE;
      case UNKNOWN_LIST -> UNKNOWN_LIST;
      case UNKNOWN_CONVERSATION -> UNKNOWN_CONVERSATION;
      case GROUP_CONFLICT -> GROUP_CONFLICT;
      case UNKNOWN_BLOB -> UNKNOWN_BLOB;
      case BLOB_SIZE -> BLOB_SIZE;
      case BLOB_TOO_LARGE -> BLOB_TOO_LARGE;
      case QUOTA_EXCEEDED -> QUOTA_EXCEEDED;
      case UPLOAD_OFFSET -> UPLOAD_OFFSET;
      case UPLOAD_BUSY -> UPLOAD_BUSY;
      case UPLOAD_INCOMPLETE -> UPLOAD_INCOMPLETE;
      case DIGEST_MISMATCH -> DIGEST_MISMATCH;
      case UNKNOWN_LINK -> UNKNOWN_LINK;
      case LINK_TAKEN -> LINK_TAKEN;
      case OUT_OF_RANGE -> OUT_OF_RANGE;
      case RATE_LIMITED -> RATE_LIMITED;
      case BUSY -> BUSY;
    };
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String title() {
    return title;
  }
}
