package dev.letterlock.server.features.admin;

import java.io.IOException;

/** Hears what comes of an import. */
public interface ImportReport {

  /** One more account is stored, or was before. Called by any thread. */
  void imported();

  /**
   * A line failed. Called by any thread.
   *
   * @param line from 1
   * @param code a constant's name, upper case
   * @param detail for a person; no secret
   */
  void failed(int line, String code, String detail);

  /**
   * A moment to tell the operator how far it is; called again and again by the thread that reads
   * the lines.
   */
  void pulse() throws IOException;
}
