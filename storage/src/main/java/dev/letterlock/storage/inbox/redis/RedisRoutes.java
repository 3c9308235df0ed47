package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.redis.Portions.Portion;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import dev.letterlock.storage.inbox.redis.script.RouteCalls;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Routes;
import dev.letterlock.storage.inbox.route.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Routes in the states of the inboxes, where a commit finds them without asking (docs/adr/0011).
 * Any thread.
 */
final class RedisRoutes implements Routes {
  /** Devices that one script goes through. */
  static final int PORTION = 256;

  private final Questions questions;
  private final RedisLink link;
  private final Portions portions;

  RedisRoutes(Questions questions, RedisLink link) {
    this.questions = questions;
    this.link = link;
    portions = new Portions(link, PORTION);
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
    return inWaves(
            portions.waves(sessions, session -> partition(session.device())),
            portion -> look(node, portion, sessions))
        .thenApply(RedisRoutes::findings);
  }

  /** What was found in one portion, or why nothing could be. */
  private record Look(List<Finding> found, @Nullable Throwable fault) {}

  private CompletionStage<Look> look(long node, Portion portion, List<Standing> sessions) {
    return ask(RouteCalls.examine(node, portion.partition(), portion.of(sessions)))
        .handle((answer, fault) ->
            fault == null
                ? new Look(RouteCalls.findings(answer, portion.indices()), null)
                : new Look(List.of(), fault));
  }

  /** What could be asked is worth knowing: the next look comes soon. */
  private static List<Finding> findings(List<Look> looks) {
    if (!looks.isEmpty() && looks.stream().allMatch(look -> look.fault() != null)) {
      throw new CompletionException(looks.getFirst().fault());
    }
    return looks.stream()
        .flatMap(look -> look.found().stream())
        .sorted(Comparator.comparingInt(Finding::index))
        .toList();
  }

  @Override
  public CompletionStage<long[]> nodesOf(List<DeviceAddress> devices) {
    long[] nodes = new long[devices.size()];
    return inWaves(
            portions.waves(devices, RedisRoutes::partition),
            portion ->
                ask(RouteCalls.locate(portion.partition(), portion.of(devices)))
                    .thenAccept(answer -> RouteCalls.nodes(answer, nodes, portion.indices())))
        .thenApply(_ -> nodes);
  }

  /** One wave after the other, so that what others do comes in between. */
  private static <T> CompletionStage<List<T>> inWaves(
      List<List<Portion>> waves, Function<Portion, CompletionStage<T>> question) {
    CompletionStage<List<T>> answers = CompletableFuture.completedStage(new ArrayList<>());
    for (List<Portion> wave : waves) {
      answers =
          answers.thenCompose(before -> {
            CompletionStage<List<T>> all = CompletableFuture.completedStage(before);
            for (Portion portion : wave) {
              all = all.thenCombine(question.apply(portion), RedisRoutes::with);
            }
            return all;
          });
    }
    return answers;
  }

  private static <T> List<T> with(List<T> all, T one) {
    all.add(one);
    return all;
  }

  private static int partition(DeviceAddress device) {
    return Bases.partition(device.user());
  }

  private CompletableFuture<List<Object>> ask(ScriptCall call) {
    return questions.ask(() -> link.run(call));
  }
}
