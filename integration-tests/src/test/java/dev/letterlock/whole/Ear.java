package dev.letterlock.whole;

import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Remembers what a person was told. */
final class Ear implements MessengerListener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private volatile String stopped = "";

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  @Override
  public void stopped(Reason reason, String sentence) {
    stopped = sentence;
  }

  /** Why the messenger gave up connecting; empty while it has not. */
  String stopped() {
    return stopped;
  }

  /** How many notices of this kind there were. */
  int count(Notice.Kind kind) {
    return (int) notices.stream().filter(notice -> notice.kind() == kind).count();
  }

  /** What the notices of this kind said. */
  List<String> told(Notice.Kind kind) {
    return notices.stream().filter(notice -> notice.kind() == kind).map(Notice::text).toList();
  }

  /** How many notices said this. */
  int count(String words) {
    return (int) notices.stream().filter(notice -> notice.text().contains(words)).count();
  }

  /** Whether a notice said this. */
  boolean heard(String words) {
    return notices.stream().anyMatch(notice -> notice.text().contains(words));
  }

  /** What proves the first notice that says this. */
  byte[] evidence(String words) {
    return notices.stream()
        .filter(notice -> notice.text().contains(words))
        .flatMap(notice -> Stream.ofNullable(notice.evidence()))
        .findFirst()
        .orElseThrow()
        .toByteArray();
  }

  /** Whether a notice said this and nothing else. */
  boolean heardOnly(String sentence) {
    return notices.stream().anyMatch(notice -> notice.text().equals(sentence));
  }

  @Override
  public String toString() {
    return notices.stream().map(notice -> notice.kind() + ": " + notice.text()).toList().toString();
  }

  /** Waits until a notice of this kind says this. */
  void awaits(Notice.Kind kind, String words) {
    await("a notice about: " + words)
        .atMost(PATIENCE)
        .until(
            () -> notices,
            told ->
                told.stream()
                    .anyMatch(notice -> notice.kind() == kind && notice.text().contains(words)));
  }

  /** Waits until a notice says this and nothing else. */
  void awaitsOnly(String sentence) {
    await("a notice: " + sentence).atMost(PATIENCE).until(() -> heardOnly(sentence));
  }
}
