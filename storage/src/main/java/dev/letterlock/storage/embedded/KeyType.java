package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.backend.ValueComparator;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Values of {@code _id} as the keys of a map, in MongoDB's order. */
final class KeyType extends BasicDataType<Object> {
  static final KeyType INSTANCE = new KeyType();

  private KeyType() {}

  @Override
  public int compare(Object a, Object b) {
    return ValueComparator.asc().compare(a, b);
  }

  @Override
  public int getMemory(Object key) {
    return Bson.memory(key);
  }

  @Override
  public void write(WriteBuffer out, Object key) {
    Bson.write(out, key);
  }

  @Override
  public Object read(ByteBuffer in) {
    return Objects.requireNonNull(Bson.read(in));
  }

  @Override
  public Object[] createStorage(int size) {
    return new Object[size];
  }
}
