package dev.letterlock.server.features.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SHA-256 of every file of a backup, in the form that {@code sha256sum -c} reads, by the path
 * inside it. Its file is written last: a backup without it was cut short.
 */
record Checksums(SortedMap<String, String> byFile) {
  static final String FILE = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");
  private static final String OUTSIDE = "..";

  /** Reads every file in the directory but its own. */
  static Checksums of(Path directory) throws IOException {
    SortedMap<String, String> byFile = new TreeMap<>();
    try (Stream<Path> inside = Files.walk(directory)) {
      for (Path file : inside.filter(Files::isRegularFile).toList()) {
        byFile.put(directory.relativize(file).toString(), sum(file));
      }
    }
    byFile.remove(FILE);
    return new Checksums(byFile);
  }

  /**
   * Reads the file of a backup.
   *
   * @throws BackupException if there is none, or it is damaged
   */
  static Checksums in(Path backup) throws IOException {
    Path file = backup.resolve(FILE);
    if (Files.notExists(file)) {
      throw new BackupException(
          backup + " is no whole backup: it has no " + FILE + ". Name the directory of one.");
    }
    SortedMap<String, String> byFile = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || parts.group(2).contains(OUTSIDE)) {
        throw new BackupException(file + " is damaged. Take another backup.");
      }
      byFile.put(parts.group(2), parts.group(1));
    }
    return new Checksums(byFile);
  }

  void write(Path backup) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, String> each : byFile.entrySet()) {
      lines.append(each.getValue()).append("  ").append(each.getKey()).append('\n');
    }
    Path file = backup.resolve(FILE);
    Files.writeString(file, lines);
    BackupFiles.sync(file);
    BackupFiles.sync(backup);
  }

  /**
   * Holds a backup's files to what is noted of them.
   *
   * @throws BackupException naming the first that is missing, damaged or more
   */
  void verify(Path backup) throws IOException {
    SortedMap<String, String> found = of(backup).byFile();
    for (String name : found.keySet()) {
      if (!byFile.containsKey(name)) {
        throw new BackupException(backup + " holds " + name + ", which no backup wrote there.");
      }
    }
    for (Map.Entry<String, String> each : byFile.entrySet()) {
      if (!each.getValue().equals(found.get(each.getKey()))) {
        throw new BackupException(
            backup.resolve(each.getKey()) + " is missing or damaged. Take another backup.");
      }
    }
  }

  private static String sum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestOutputStream out =
            new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
      in.transferTo(out);
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: absent (expected: in every JDK)", e);
    }
  }
}
