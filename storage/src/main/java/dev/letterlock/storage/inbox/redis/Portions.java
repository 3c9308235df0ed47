package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.redis.link.RedisLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Divides what is asked about many: each script asks within one domain, and about so many at most.
 */
record Portions(RedisLink link, int size) {

  /**
   * Some of a list that one script may ask about.
   *
   * @param partition of the first
   * @param indices in the list, rising
   */
  record Portion(int partition, List<Integer> indices) {
    <T> List<T> of(List<T> all) {
      return indices.stream().map(all::get).toList();
    }
  }

  /**
   * All portions of a list, in waves: those of one wave are of different domains and may be asked
   * at once.
   */
  <T> List<List<Portion>> waves(List<T> all, ToIntFunction<T> partition) {
    List<List<Portion>> waves = new ArrayList<>();
    Map<Integer, List<Portion>> domains = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      int at = partition.applyAsInt(all.get(i));
      List<Portion> mine = domains.computeIfAbsent(link.domainOf(at), _ -> new ArrayList<>());
      if (mine.isEmpty() || mine.getLast().indices().size() == size) {
        mine.add(new Portion(at, new ArrayList<>()));
        if (waves.size() < mine.size()) {
          waves.add(new ArrayList<>());
        }
        waves.get(mine.size() - 1).add(mine.getLast());
      }
      mine.getLast().indices().add(i);
    }
    return waves;
  }

  /** All portions of a list, one after the other. */
  <T> List<Portion> of(List<T> all, ToIntFunction<T> partition) {
    return waves(all, partition).stream().flatMap(List::stream).toList();
  }
}
