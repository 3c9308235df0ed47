package dev.letterlock.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * The JSON of the API: records in snake_case, bytes as base64url without padding, times as RFC 3339
 * strings. Reading is strict: unknown and repeated fields, coercions, trailing text, deep nesting
 * and a missing value for a component that is not {@code @Nullable} are refused. Safe for any
 * thread.
 */
public final class JsonCodec {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_STRING = 1 << 20;
  private static final int MAX_NAME = 64;
  private static final int MAX_NUMBER = 32;

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING)
                          .maxNameLength(MAX_NAME)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .addModule(new JavaTimeModule())
          .addModule(new OpaqueBytesModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultBase64Variant(Base64Variants.MODIFIED_FOR_URL)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, JsonCodec::refuseCoercion)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * Reads one document.
   *
   * @throws ProblemException {@link HttpProblem#INVALID_JSON} with what is wrong where, but nothing
   *     of the text
   */
  public <T> T read(byte[] json, Class<T> type) {
    T value;
    try (JsonParser parser = mapper.createParser(json)) {
      value = mapper.readValue(parser, type);
    } catch (IOException e) {
      throw new ProblemException(HttpProblem.INVALID_JSON.problem().because(JsonFault.explain(e)));
    }
    String missing = value == null ? "" : Completeness.firstMissing(value);
    if (missing != null) {
      throw new ProblemException(
          HttpProblem.INVALID_JSON.problem().because("missing field: " + missing));
    }
    return value;
  }

  /** Writes one document. */
  public byte[] write(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "value: " + value.getClass().getName() + " (expected: can be written as JSON)", e);
    }
  }

  private static void refuseCoercion(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }
}
