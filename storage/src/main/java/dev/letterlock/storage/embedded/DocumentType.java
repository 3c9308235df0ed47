package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Documents as the values of a map. */
final class DocumentType extends BasicDataType<Document> {
  static final DocumentType INSTANCE = new DocumentType();

  private DocumentType() {}

  @Override
  public int getMemory(Document document) {
    return Bson.memory(document);
  }

  @Override
  public void write(WriteBuffer out, Document document) {
    Bson.write(out, document);
  }

  @Override
  public Document read(ByteBuffer in) {
    return (Document) Objects.requireNonNull(Bson.read(in));
  }

  @Override
  public Document[] createStorage(int size) {
    return new Document[size];
  }
}
