package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Values of the embedded server in the store's pages: {@code type u8 | length varint | BSON}. Java
 * serialisation, which the store would use by itself, takes ten times the space and time.
 */
final class Bson {
  /** Rough size of a small object with its reference. */
  private static final int OBJECT = 48;

  private Bson() {}

  static void write(WriteBuffer out, @Nullable Object value) {
    byte type = BsonEncoder.determineType(value);
    ByteBuf bson = Unpooled.buffer();
    try {
      BsonEncoder.encodeValue(type, value, bson);
      out.put(type).putVarInt(bson.readableBytes());
      out.put(bson.nioBuffer());
    } finally {
      bson.release();
    }
  }

  static @Nullable Object read(ByteBuffer in) {
    byte type = in.get();
    int length = DataUtils.readVarInt(in);
    ByteBuf bson = Unpooled.wrappedBuffer(in.slice(in.position(), length));
    in.position(in.position() + length);
    return BsonDecoder.decodeValue(type, bson);
  }

  /** About how much memory a value takes, which the store splits its pages by. */
  static int memory(@Nullable Object value) {
    return switch (value) {
      case BinData binary -> OBJECT + binary.getData().length;
      case String text -> OBJECT + text.length();
      case Map<?, ?> document -> memory(document.keySet()) + memory(document.values());
      case Collection<?> elements -> {
        int sum = OBJECT;
        for (Object element : elements) {
          sum += memory(element);
        }
        yield sum;
      }
      case null, default -> OBJECT;
    };
  }
}
