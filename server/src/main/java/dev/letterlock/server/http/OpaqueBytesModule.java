package dev.letterlock.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.letterlock.protocol.OpaqueBytes;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as base64url without padding (RFC 4648 §5); with padding they are refused. */
final class OpaqueBytesModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  OpaqueBytesModule() {
    addSerializer(new Writer());
    addDeserializer(OpaqueBytes.class, new Reader());
  }

  private static final class Writer extends StdSerializer<OpaqueBytes> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(OpaqueBytes.class);
    }

    @Override
    public void serialize(OpaqueBytes value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Base64.getUrlEncoder().withoutPadding().encodeToString(value.toByteArray()));
    }
  }

  private static final class Reader extends StdDeserializer<OpaqueBytes> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(OpaqueBytes.class);
    }

    @Override
    public @Nullable OpaqueBytes deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "=";
      try {
        if (text.indexOf('=') < 0) {
          return OpaqueBytes.wrap(Base64.getUrlDecoder().decode(text));
        }
      } catch (IllegalArgumentException e) {
        // Its text quotes what was sent; the report below does not.
      }
      return (OpaqueBytes)
          context.handleWeirdStringValue(OpaqueBytes.class, "", "expected: base64url");
    }
  }
}
