package dev.letterlock.protocol.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.protocol.Coded;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.id.Id;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a frame as JSON that every language can read: u64 as decimal text, smaller numbers
 * as numbers (all unsigned), ids and bytes as hex, constants by code, absent fields as null.
 */
final class JsonFields {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonFields() {}

  static ObjectNode write(Record frame) {
    ObjectNode fields = NODES.objectNode();
    for (RecordComponent component : frame.getClass().getRecordComponents()) {
      fields.set(component.getName(), value(component(component, frame)));
    }
    return fields;
  }

  static <R extends Record> R read(Class<R> type, JsonNode fields) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    @Nullable Object[] values =
        Arrays.stream(components)
            .map(component -> value(component.getGenericType(), fields.get(component.getName())))
            .toArray();
    return construct(type, types, values);
  }

  private static JsonNode value(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case Integer number -> NODES.numberNode(Integer.toUnsignedLong(number));
      case Long number -> NODES.textNode(Long.toUnsignedString(number));
      case Boolean flag -> NODES.booleanNode(flag);
      case String text -> NODES.textNode(text);
      case Coded constant -> NODES.numberNode(constant.code());
      case UUID tag ->
          NODES.textNode(hex(tag.getMostSignificantBits(), tag.getLeastSignificantBits()));
      case Id id -> NODES.textNode(hex(id.high(), id.low()));
      case OpaqueBytes bytes -> NODES.textNode(ByteBufUtil.hexDump(bytes.toByteArray()));
      case List<?> list -> array(list);
      case Envelope envelope -> write(EnvelopeFields.of(envelope));
      case Record nested -> write(nested);
      default -> throw new AssertionError(value.getClass());
    };
  }

  private static ArrayNode array(List<?> list) {
    ArrayNode array = NODES.arrayNode();
    list.forEach(item -> array.add(value(item)));
    return array;
  }

  private static @Nullable Object value(Type type, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (type instanceof ParameterizedType list) {
      Type item = list.getActualTypeArguments()[0];
      return StreamSupport.stream(json.spliterator(), false)
          .map(node -> value(item, node))
          .toList();
    }
    return value((Class<?>) type, json);
  }

  private static Object value(Class<?> type, JsonNode json) {
    if (type == int.class || type == Integer.class) {
      return (int) json.longValue();
    } else if (type == long.class) {
      return Long.parseUnsignedLong(json.textValue());
    } else if (type == boolean.class) {
      return json.booleanValue();
    } else if (type == String.class) {
      return json.textValue();
    } else if (type == OpaqueBytes.class) {
      return OpaqueBytes.wrap(ByteBufUtil.decodeHexDump(json.textValue()));
    } else if (type == Envelope.class) {
      return read(EnvelopeFields.class, json).toEnvelope();
    }
    return structured(type, json);
  }

  private static Object structured(Class<?> type, JsonNode json) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Coded) constant).code() == json.intValue())
          .findAny()
          .orElseThrow();
    }
    if (type == UUID.class || Id.class.isAssignableFrom(type)) {
      return halves(type, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(json.textValue())));
    }
    return read(type.asSubclass(Record.class), json);
  }

  private static Object halves(Class<?> type, ByteBuf bytes) {
    Class<?>[] types = {long.class, long.class};
    return construct(type, types, Id.high(bytes, 0), Id.low(bytes, 0));
  }

  private static @Nullable Object component(RecordComponent component, Record frame) {
    try {
      return component.getAccessor().invoke(frame);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static <T> T construct(Class<T> type, Class<?>[] types, @Nullable Object... values) {
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static String hex(long high, long low) {
    return String.format("%016x%016x", high, low);
  }
}
