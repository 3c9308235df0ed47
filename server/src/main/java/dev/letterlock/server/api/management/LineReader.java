package dev.letterlock.server.api.management;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.server.features.admin.ImportAccounts.Line;
import dev.letterlock.server.features.admin.ImportAccounts.Lines;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Splits a body into lines and leaves empty ones out. Of a line that is too long only the beginning
 * is kept, one byte more than allowed. One thread.
 */
final class LineReader implements Lines {

  /** Bytes of the longest line that is read. */
  static final int MAX_LINE = 1 << 20;

  private static final int END = -1;
  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int number;

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER);
  }

  @Override
  public Optional<Line> next() throws IOException {
    int last = '\n';
    while (last != END) {
      last = readLine();
      if (line.size() > 0) {
        return Optional.of(new Line(number, OpaqueBytes.wrap(line.toByteArray())));
      }
    }
    return Optional.empty();
  }

  /** Reads up to the end of the line and returns what ended it. */
  private int readLine() throws IOException {
    line.reset();
    number++;
    int next = in.read();
    while (next != END && next != '\n') {
      if (next != '\r' && line.size() <= MAX_LINE) {
        line.write(next);
      }
      next = in.read();
    }
    return next;
  }
}
