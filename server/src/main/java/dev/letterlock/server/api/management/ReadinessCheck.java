package dev.letterlock.server.api.management;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that the server cannot do without.
 *
 * @param name stable and short, such as {@code mongo}
 * @param missing why it is not there, in plain words and without secrets; empty when it is. May
 *     block for a moment, is called by any thread and must not throw
 */
public record ReadinessCheck(String name, Supplier<Optional<String>> missing) {}
