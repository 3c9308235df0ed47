package dev.letterlock.settings;

import dev.letterlock.settings.value.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values for a set of keys: flags over environment over {@code .env} over defaults. An empty text
 * counts as not set. Everything that is wrong is gathered, so that it can be reported at once.
 */
public final class Settings {
  private static final long MAX_SECRET_FILE_BYTES = 64 * 1024;

  private final Map<String, Setting<?>> byName = new LinkedHashMap<>();
  private final List<ConfigFault> faults = new ArrayList<>();

  private Settings() {}

  /** Looks every key up; call {@link #orThrow()} before using a value. */
  public static Settings resolve(List<Key<?>> keys, Sources sources) {
    Settings settings = new Settings();
    settings.faults.addAll(sources.faults());
    settings.refuseUnknownFlags(keys, sources.flags());
    for (Key<?> key : keys) {
      settings.add(key, sources);
    }
    return settings;
  }

  /**
   * These settings, when nothing is wrong.
   *
   * @throws ConfigException with every fault
   */
  public Settings orThrow() {
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return this;
  }

  /** What is wrong, so far. */
  public List<ConfigFault> faults() {
    return List.copyOf(faults);
  }

  /** The value of a key that has a default. */
  public <T> T get(Key<T> key) {
    T value = find(key);
    if (value == null) {
      throw new IllegalStateException(key.name() + " has neither a value nor a default");
    }
    return value;
  }

  /** The value of a key, or null when it is not set. */
  @SuppressWarnings("unchecked") // add() put it under its own key
  public <T> @Nullable T find(Key<T> key) {
    Setting<?> setting = byName.get(key.name());
    return setting == null ? null : (T) setting.value();
  }

  /** Adds a fault that concerns a value that can be read but not used. */
  public void reject(Key<?> key, String reason, String mend) {
    reject(new ConfigFault(key.name(), origin(key), reason, mend));
  }

  /** Adds a fault of something else than a value. */
  public void reject(ConfigFault fault) {
    faults.add(fault);
  }

  /** Where the value of a key came from. */
  public String origin(Key<?> key) {
    Setting<?> setting = byName.get(key.name());
    return setting == null ? Setting.DEFAULT_ORIGIN : setting.origin();
  }

  /** True when the key has a value, valid or not. */
  public boolean isSet(Key<?> key) {
    Setting<?> setting = byName.get(key.name());
    return setting != null && setting.text() != null;
  }

  /** Every key in the order in which they were asked for. */
  public Stream<Setting<?>> all() {
    return byName.values().stream();
  }

  private void refuseUnknownFlags(List<Key<?>> keys, Map<String, String> flags) {
    Set<String> known =
        keys.stream()
            .flatMap(key -> Stream.of(key.name(), key.fileName()))
            .collect(Collectors.toSet());
    flags.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name ->
            faults.add(
                new ConfigFault(
                    name, "flag", "there is no such key", "Take it away, or see --help")));
  }

  private <T> void add(Key<T> key, Sources sources) {
    Setting<T> setting = from("flag", key, sources.flags());
    setting = setting != null ? setting : from("environment", key, sources.environment());
    setting = setting != null ? setting : from(".env", key, sources.dotEnv());
    byName.put(key.name(), setting != null ? setting : fallback(key));
  }

  private <T> @Nullable Setting<T> from(String origin, Key<T> key, Map<String, String> texts) {
    String text = nonEmpty(texts.get(key.name()));
    String file = key.secret() ? nonEmpty(texts.get(key.fileName())) : null;
    if (text != null && file != null) {
      return faulty(key, origin, key.name() + " and " + key.fileName() + " are both set");
    }
    if (file != null) {
      return fromFile(key, origin + " " + key.fileName(), file);
    }
    return text == null ? null : parse(key, origin, text);
  }

  private <T> Setting<T> fromFile(Key<T> key, String origin, String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_SECRET_FILE_BYTES) {
        return faulty(key, origin, file + " is larger than " + MAX_SECRET_FILE_BYTES + " bytes");
      }
      return parse(key, origin, Files.readString(path, StandardCharsets.UTF_8).strip());
    } catch (IOException | InvalidPathException e) {
      return faulty(key, origin, file + " cannot be read");
    }
  }

  private <T> Setting<T> parse(Key<T> key, String origin, String text) {
    try {
      return new Setting<>(key, key.type().parser().parse(text), text, origin);
    } catch (InvalidValueException e) {
      String shown = key.secret() ? "the value" : "'" + text + "'";
      return faulty(key, origin, shown + " cannot be used: " + e.reason());
    }
  }

  private <T> Setting<T> faulty(Key<T> key, String origin, String reason) {
    String mend = "Give " + key.type().expected() + ", for instance " + key.example();
    faults.add(new ConfigFault(key.name(), origin, reason, mend));
    // The text only says that something was set; nothing is read from settings with faults.
    return new Setting<>(key, null, "", origin);
  }

  private static <T> Setting<T> fallback(Key<T> key) {
    String text = key.defaultText();
    if (text == null) {
      return new Setting<>(key, null, null, Setting.DEFAULT_ORIGIN);
    }
    try {
      return new Setting<>(key, key.type().parser().parse(text), text, Setting.DEFAULT_ORIGIN);
    } catch (InvalidValueException e) {
      throw new IllegalStateException(key.name() + ": its default is invalid", e);
    }
  }

  private static @Nullable String nonEmpty(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
