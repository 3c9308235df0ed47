package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/** The values of an index's fields as the keys of a map, in MongoDB's order. */
final class IndexKeyType extends BasicDataType<KeyValue> {
  static final IndexKeyType INSTANCE = new IndexKeyType();

  private IndexKeyType() {}

  @Override
  public int compare(KeyValue a, KeyValue b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = ValueComparator.asc().compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  @Override
  public int getMemory(KeyValue key) {
    return key.stream().mapToInt(Bson::memory).sum();
  }

  @Override
  public void write(WriteBuffer out, KeyValue key) {
    out.putVarInt(key.size());
    key.forEach(value -> Bson.write(out, value));
  }

  @Override
  public KeyValue read(ByteBuffer in) {
    int size = DataUtils.readVarInt(in);
    List<@Nullable Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(Bson.read(in));
    }
    return new KeyValue(values);
  }

  @Override
  public KeyValue[] createStorage(int size) {
    return new KeyValue[size];
  }
}
