package dev.letterlock.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.letterlock.protocol.OpaqueBytes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a document and where, in own words: the parser's quote what was sent. */
final class JsonFault {

  /** The parser's sentence after what it quotes is one of a few, about JSON alone. */
  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "Unexpected character .*\\): ((?:was expecting|expected) [A-Za-z ,'()-]+)",
          Pattern.DOTALL);

  /** By how the parser's sentence begins. */
  private static final Map<String, String> SYNTAX = new LinkedHashMap<>();

  static {
    SYNTAX.put("Duplicate field", "a field stands twice");
    SYNTAX.put("Unrecognized token", "a word that is none of JSON's");
    SYNTAX.put("Unexpected character", "a character that JSON does not have there");
    SYNTAX.put("Illegal unquoted character", "a control character in a text");
    SYNTAX.put("Unrecognized character escape", "an unknown escape in a text");
    SYNTAX.put("Invalid UTF-8", "not UTF-8");
    SYNTAX.put("Invalid numeric value", "a number that is not written as in JSON");
    SYNTAX.put("Numeric value", "a number that is too large");
  }

  private JsonFault() {}

  /** Names fields and positions, and nothing of any value. */
  static String explain(IOException fault) {
    return switch (fault) {
      case UnrecognizedPropertyException unknown -> "unknown field: " + path(unknown);
      case MismatchedInputException mismatch -> ofMismatch(mismatch);
      case JsonMappingException wrapped
          when wrapped.getCause() instanceof JsonProcessingException inner ->
          "wrong value for field: " + path(wrapped) + " (" + ofSyntax(inner) + ")";
      case JsonMappingException mapping when !mapping.getPath().isEmpty() ->
          "wrong value for field: " + path(mapping);
      case JsonProcessingException syntax -> ofSyntax(syntax);
      default -> "no value of the expected form";
    };
  }

  private static String ofMismatch(MismatchedInputException mismatch) {
    String expected = expected(mismatch.getTargetType());
    if (!mismatch.getPath().isEmpty()) {
      return "wrong value for field: " + path(mismatch) + expected;
    }
    String said = Objects.requireNonNullElse(mismatch.getOriginalMessage(), "");
    if (said.startsWith("Trailing token")) {
      return "something follows behind the value" + at(mismatch);
    }
    return (said.startsWith("No content") ? "empty" : "wrong value") + expected;
  }

  private static String ofSyntax(JsonProcessingException fault) {
    return switch (fault) {
      case JsonEOFException _ -> "it ends too early" + at(fault);
      case StreamConstraintsException _ ->
          "nested too deeply, or a name, text or number that is too long" + at(fault);
      default -> reason(Objects.requireNonNullElse(fault.getOriginalMessage(), "")) + at(fault);
    };
  }

  private static String reason(String said) {
    Matcher unexpected = UNEXPECTED.matcher(said);
    if (unexpected.matches()) {
      return "not JSON, " + unexpected.group(1);
    }
    return SYNTAX.entrySet().stream()
        .filter(entry -> said.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("not JSON");
  }

  private static String at(JsonProcessingException fault) {
    JsonLocation where = fault.getLocation();
    return where == null
        ? ""
        : ", at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr());
  }

  private static String expected(@Nullable Class<?> type) {
    String words = type == null ? "" : words(type);
    return words.isEmpty() ? "" : " (expected: " + words + ")";
  }

  private static String words(Class<?> type) {
    if (type == String.class) {
      return "a text";
    }
    if (type == UUID.class) {
      return "a UUID";
    }
    if (type == OpaqueBytes.class) {
      return "base64url without padding";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.isRecord() ? "an object" : "";
  }

  private static String path(JsonMappingException fault) {
    return fault.getPath().stream()
        .map(step ->
            step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
        .collect(Collectors.joining("."));
  }
}
