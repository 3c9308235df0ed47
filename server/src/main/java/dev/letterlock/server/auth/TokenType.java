package dev.letterlock.server.auth;

/** What a token is good for; the claim {@code typ}. */
public enum TokenType {
  /** Everything that an enrolled device may do. */
  ACCESS("access"),
  /** Only to enrol the one device that it names, and to get the nonces for that. */
  ENROLMENT("enrolment");

  private final String claim;

  TokenType(String claim) {
    this.claim = claim;
  }

  String claim() {
    return claim;
  }
}
