package dev.letterlock.protocol.vectors;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FrameBytes;
import dev.letterlock.protocol.vectors.RefusedFrames.Refused;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** The text of docs/vectors/frames.json as the code would write it today. */
final class VectorFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ABOUT =
      "Frames of wire version 1 (docs/PROTOCOL.md). valid: hex and fields convert both ways."
          + " answered: not fatal, the outcome says how a server answers. refused: error and close"
          + " code that the bytes lead to. u64 as decimal text, smaller numbers as numbers, ids and"
          + " bytes as hex, constants by code, absent fields as null.";

  private VectorFile() {}

  static String text() throws IOException {
    Map<String, Record> valid = ValidFrames.all();
    ObjectNode root = JSON.createObjectNode().put("about", ABOUT).put("version", Wire.VERSION);
    ArrayNode validNodes = root.putArray("valid");
    valid.forEach((name, frame) -> addValid(validNodes, name, frame));
    addAnswered(root.putArray("answered"), valid);
    ArrayNode refusedNodes = root.putArray("refused");
    RefusedFrames.of(valid).forEach(refused -> addRefused(refusedNodes, refused));
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  private static void addValid(ArrayNode nodes, String name, Record frame) {
    byte[] bytes = FrameBytes.write(frame);
    FrameType type = Objects.requireNonNull(FrameType.of(bytes[0]));
    nodes
        .addObject()
        .put("name", name)
        .put("from", from(FrameBytes.isFromClient(frame)))
        .put("type", type.wireName())
        .put("typeCode", type.code())
        .put("hex", ByteBufUtil.hexDump(bytes))
        .set("fields", JsonFields.write(frame));
  }

  private static void addAnswered(ArrayNode nodes, Map<String, Record> valid) {
    nodes
        .addObject()
        .put("name", "unknown type, whatever follows")
        .put("from", "client")
        .put("hex", "3fff0102030405")
        .put("outcome", "UNKNOWN_FRAME")
        .put("typeCode", 0x3F);
    nodes
        .addObject()
        .put("name", "type of a server frame")
        .put("from", "client")
        .put("hex", "4100")
        .put("outcome", "UNKNOWN_FRAME")
        .put("typeCode", 0x41);
    nodes
        .addObject()
        .put("name", "unknown type from a server, which a client ignores")
        .put("from", "server")
        .put("hex", "7f00")
        .put("outcome", "UNKNOWN_FRAME")
        .put("typeCode", 0x7F);
    for (int route : new int[] {0, 3}) {
      byte[] bytes =
          FrameBytes.write(Objects.requireNonNull(valid.get("send, normal, two devices")));
      bytes[22] = (byte) route;
      nodes
          .addObject()
          .put("name", "send on the unknown route " + route)
          .put("from", "client")
          .put("hex", ByteBufUtil.hexDump(bytes))
          .put("outcome", "UNSUPPORTED_ROUTE")
          .put("typeCode", FrameType.SEND.code())
          .put("ref", 1)
          .put("route", route);
    }
  }

  private static void addRefused(ArrayNode nodes, Refused refused) {
    ProtocolException fault = fault(refused);
    nodes
        .addObject()
        .put("name", refused.name())
        .put("from", from(refused.fromClient()))
        .put("hex", refused.hex())
        .put("error", fault.error().name())
        .put("errorCode", fault.error().code())
        .put("closeCode", fault.close().code());
  }

  private static ProtocolException fault(Refused refused) {
    try {
      Record frame =
          FrameBytes.read(refused.fromClient(), ByteBufUtil.decodeHexDump(refused.hex()));
      throw new AssertionError(refused.name() + ": read as " + frame);
    } catch (ProtocolException fault) {
      return fault;
    }
  }

  private static String from(boolean fromClient) {
    return fromClient ? "client" : "server";
  }
}
