package dev.letterlock.crypto.e2ee.attachment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.e2ee.attachment.EditedBlob.Range;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The text of docs/vectors/e1-attachments.json as the code would write it today. */
final class AttachmentVectors {

  private static final String ABOUT =
      "Attachments, docs/E2EE.md 2.11. A file of n bytes: byte i is (i mod 251) + 1; AK and header"
          + " of equal bytes. refused: the blob that the ranges (first byte, one behind the last) of"
          + " the blob of the file of that size make one after the other, with one bit flipped at"
          + " flip unless that is -1, does not open as a file of size bytes under digest.";
  private static final int[] FILES = {0, 1, 1_000, 1_025, 65_536, 65_537, 200_000};
  private static final int HEADER = AttachmentSizes.HEADER;
  private static final int CHUNK = AttachmentSizes.CHUNK + AttachmentSizes.CHUNK_OVERHEAD;
  private static final int TWO = 131_072;
  private static final int TWO_END = HEADER + 2 * CHUNK;
  private static final int ONE = 65_536;
  private static final int SMALL = 1_000;
  private static final int SMALL_END = 1_065;
  private static final int NOTHING = -1;
  private static final int MIME_AT = 88;
  private static final ObjectMapper JSON = new ObjectMapper();

  private AttachmentVectors() {}

  static String text() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("about", ABOUT).put("key_byte", AttachmentWorld.KEY);
    root.put("header_byte", AttachmentWorld.HEADER);
    files(root.putArray("files"));
    refused(root.putArray("refused"));
    pointers(root.putArray("pointers"));
    refusedPointers(root.putArray("refused_pointers"));
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  private static void files(ArrayNode out) {
    for (int size : FILES) {
      byte[] blob = AttachmentWorld.blob(AttachmentWorld.file(size));
      ObjectNode file = out.addObject().put("size", size);
      file.put("padded", AttachmentSizes.paddedSizeFor(size)).put("blob_size", blob.length);
      file.put("digest", hex(AttachmentWorld.digest(blob)));
      if (blob.length == SMALL_END) {
        file.put("blob", hex(blob));
      }
    }
  }

  private static void refused(ArrayNode out) {
    Case small = new Case(out, SMALL, List.of(new Range(0, SMALL_END)), NOTHING, SMALL);
    small.cut(SMALL_END - 1).write("a byte too few", AttachmentFault.WRONG_LENGTH, true);
    small.cut(0).write("an empty blob", AttachmentFault.WRONG_LENGTH, true);
    small.of(0, SMALL_END, 0, 1).write("a byte too many", AttachmentFault.WRONG_LENGTH, true);
    small.flip(SMALL_END - 1).write("a bit of the tag", AttachmentFault.WRONG_DIGEST, false);
    small.flip(HEADER).write("a bit of the mark", AttachmentFault.WRONG_DIGEST, false);
    small.flip(0).write("a bit of the header", AttachmentFault.WRONG_DIGEST, false);
    small.flip(0).write("another header under its digest", AttachmentFault.NOT_AUTHENTIC, true);
    small
        .flip(SMALL_END - 1)
        .write("another tag under its digest", AttachmentFault.NOT_AUTHENTIC, true);
    small.as(SMALL - 1).write("less than the file has", AttachmentFault.BAD_PADDING, true);

    Case two = new Case(out, TWO, List.of(new Range(0, TWO_END)), NOTHING, TWO);
    two.cut(HEADER + CHUNK).write("half a blob", AttachmentFault.WRONG_LENGTH, true);
    two.of(0, HEADER, HEADER + CHUNK, TWO_END, HEADER, HEADER + CHUNK)
        .write("chunks exchanged", AttachmentFault.NOT_AUTHENTIC, true);
    two.of(0, HEADER + CHUNK, HEADER, HEADER + CHUNK)
        .write("the first chunk twice", AttachmentFault.NOT_AUTHENTIC, true);
    two.cut(HEADER + CHUNK)
        .as(ONE)
        .write("a blob without its last chunk", AttachmentFault.TRUNCATED, true);

    Case one = new Case(out, ONE, List.of(new Range(0, HEADER + CHUNK)), NOTHING, TWO);
    one.of(0, HEADER + CHUNK, HEADER, HEADER + CHUNK)
        .write("a chunk behind the last", AttachmentFault.MISPLACED_END, true);
  }

  private static void pointers(ArrayNode out) {
    byte[] blob = AttachmentWorld.blob(AttachmentWorld.file(SMALL));
    pointer(out, AttachmentWorld.pointer(AttachmentWorld.digest(blob), SMALL));
    pointer(
        out,
        new AttachmentPointer(
            AttachmentWorld.BLOB,
            AttachmentWorld.key(),
            Hash32.ZERO,
            AttachmentSizes.MAX_CONTENT,
            MediaType.OCTETS,
            Octets.of(new byte[] {1, 2, 3})));
  }

  private static void pointer(ArrayNode out, AttachmentPointer pointer) {
    out.addObject()
        .put("blob", pointer.blob().toString())
        .put("digest", hex(pointer.digest()))
        .put("size", pointer.size())
        .put("media_type", pointer.mediaType().text())
        .put("thumbnail", hex(pointer.thumbnail().toByteArray()))
        .put("bytes", hex(pointer.encode()));
  }

  private static void refusedPointers(ArrayNode out) {
    byte[] good = AttachmentWorld.pointer(Hash32.ZERO, SMALL).encode();
    refused(out, "no pointer", new byte[0], AttachmentFault.BAD_POINTER);
    refused(
        out, "half a pointer", Arrays.copyOf(good, good.length / 2), AttachmentFault.BAD_POINTER);
    refused(
        out,
        "a byte behind the pointer",
        Arrays.copyOf(good, good.length + 1),
        AttachmentFault.BAD_POINTER);
    refused(out, "more than 16 GiB", at(good, MIME_AT - 5, 5), AttachmentFault.TOO_LARGE);
    refused(out, "a negative size", at(good, MIME_AT - 8, 0x80), AttachmentFault.TOO_LARGE);
    refused(
        out, "a line feed in the type", at(good, MIME_AT + 2, 10), AttachmentFault.BAD_MEDIA_TYPE);
    refused(
        out, "a capital in the type", at(good, MIME_AT + 1, 'I'), AttachmentFault.BAD_MEDIA_TYPE);
    refused(out, "no subtype", at(good, MIME_AT + 6, '.'), AttachmentFault.BAD_MEDIA_TYPE);
    refused(out, "a type beyond the end", at(good, MIME_AT, 0xff), AttachmentFault.BAD_POINTER);
    refused(
        out,
        "a thumbnail beyond the end",
        at(good, good.length - 1, 1),
        AttachmentFault.BAD_POINTER);
  }

  private static byte[] at(byte[] good, int place, int value) {
    byte[] bytes = good.clone();
    bytes[place] = (byte) value;
    return bytes;
  }

  private static void refused(ArrayNode out, String name, byte[] bytes, AttachmentFault fault) {
    out.addObject()
        .put("name", name)
        .put("rule", "R14")
        .put("bytes", hex(bytes))
        .put("fault", fault.name());
  }

  private static String hex(Hash32 hash) {
    return hex(hash.octets().toByteArray());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** A blob made of another one, and what it is said to be. */
  private record Case(ArrayNode out, int file, List<Range> ranges, int flip, long size) {

    Case cut(int end) {
      return of(0, end);
    }

    Case of(int... bounds) {
      List<Range> cuts = new ArrayList<>();
      for (int i = 0; i < bounds.length; i += 2) {
        cuts.add(new Range(bounds[i], bounds[i + 1]));
      }
      return new Case(out, file, cuts, flip, size);
    }

    Case flip(int place) {
      return new Case(out, file, ranges, place, size);
    }

    Case as(long claimed) {
      return new Case(out, file, ranges, flip, claimed);
    }

    /**
     * @param own whether it comes under its own digest, as only its sender could make it
     */
    void write(String name, AttachmentFault fault, boolean own) {
      byte[] good = AttachmentWorld.blob(AttachmentWorld.file(file));
      byte[] changed = EditedBlob.of(good, ranges, flip);
      ObjectNode node = out.addObject().put("name", name).put("rule", own ? "R14" : "R1");
      node.put("of_file", file).put("flip", flip).put("size", size);
      node.put("digest", hex(AttachmentWorld.digest(own ? changed : good)));
      ArrayNode cuts = node.putArray("ranges");
      for (Range range : ranges) {
        cuts.addArray().add(range.from()).add(range.to());
      }
      node.put("fault", fault.name());
    }
  }
}
