package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.RouteCalls;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Routes;
import dev.letterlock.storage.inbox.route.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Routes in the states of the inboxes, where a commit finds them without asking (docs/adr/0011).
 * Any thread.
 */
final class RedisRoutes implements Routes {
  /** Devices that one script goes through. */
  static final int PORTION = 256;

  private final Questions questions;
  private final RedisLink link;

  RedisRoutes(Questions questions, RedisLink link) {
    this.questions = questions;
    this.link = link;
  }

  @Override
  public CompletionStage<Attached> attach(DeviceAddress device, long node) {
    return ask(RouteCalls.attach(device, node)).thenApply(RouteCalls::attached);
  }

  @Override
  public CompletionStage<Void> detach(DeviceAddress device, long fence) {
    return ask(RouteCalls.detach(device, fence)).thenAccept(_ -> {});
  }

  @Override
  public CompletionStage<List<Finding>> examine(long node, List<Standing> sessions) {
    CompletionStage<List<Finding>> findings = CompletableFuture.completedStage(new ArrayList<>());
    for (int i = 0; i < sessions.size(); i += PORTION) {
      int from = i;
      findings = findings.thenCompose(found -> examine(node, sessions, from, found));
    }
    return findings.thenApply(List::copyOf);
  }

  private CompletionStage<List<Finding>> examine(
      long node, List<Standing> sessions, int from, List<Finding> found) {
    return ask(RouteCalls.examine(node, portion(sessions, from)))
        .thenApply(answer -> {
          found.addAll(RouteCalls.findings(answer, from));
          return found;
        });
  }

  @Override
  public CompletionStage<long[]> nodesOf(List<DeviceAddress> devices) {
    CompletionStage<long[]> nodes = CompletableFuture.completedStage(new long[devices.size()]);
    for (int i = 0; i < devices.size(); i += PORTION) {
      int from = i;
      nodes = nodes.thenCompose(known -> locate(devices, from, known));
    }
    return nodes;
  }

  private CompletionStage<long[]> locate(List<DeviceAddress> devices, int from, long[] known) {
    return ask(RouteCalls.locate(portion(devices, from)))
        .thenApply(answer -> {
          RouteCalls.nodes(answer, known, from);
          return known;
        });
  }

  private static <T> List<T> portion(List<T> all, int from) {
    return all.subList(from, Math.min(from + PORTION, all.size()));
  }

  private CompletableFuture<List<Object>> ask(ScriptCall call) {
    return questions.ask(() -> link.run(call));
  }
}
