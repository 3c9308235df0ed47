package dev.letterlock.settings.value;

import java.util.Objects;

/**
 * How a key's text becomes a value.
 *
 * @param expected what is accepted, as words that follow "expected:", for instance "a port from 0
 *     to 65535"
 * @param parser reads a text that is neither empty nor padded with blanks
 */
public record ValueType<T>(String expected, Parser<T> parser) {
  public ValueType {
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(parser, "parser");
  }

  /** Reads one text, or says why it cannot. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse(String text) throws InvalidValueException;
  }
}
