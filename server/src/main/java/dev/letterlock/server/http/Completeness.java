package dev.letterlock.server.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for values that a document left out although the record that it became needs them. */
final class Completeness {

  private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

  private Completeness() {}

  /** The path of the first component that is null without being {@code @Nullable}, or null. */
  static @Nullable String firstMissing(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> firstMissingOf(list);
      case Record some -> firstMissingOf(some);
      case null, default -> null;
    };
  }

  private static @Nullable String firstMissingOf(List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      String inner = list.get(i) == null ? "" : firstMissing(list.get(i));
      if (inner != null) {
        return join(String.valueOf(i), inner);
      }
    }
    return null;
  }

  private static @Nullable String firstMissingOf(Record some) {
    for (RecordComponent component : some.getClass().getRecordComponents()) {
      Object value = value(some, component);
      String name = NAMES.translate(component.getName());
      if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        return name;
      }
      String inner = firstMissing(value);
      if (inner != null) {
        return join(name, inner);
      }
    }
    return null;
  }

  private static @Nullable Object value(Record some, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(some);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + ": cannot be read", e);
    }
  }

  private static String join(String outer, String inner) {
    return inner.isEmpty() ? outer : outer + "." + inner;
  }
}
