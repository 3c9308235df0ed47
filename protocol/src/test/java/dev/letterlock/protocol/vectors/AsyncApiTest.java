package dev.letterlock.protocol.vectors;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.Docs;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.FrameType.Direction;
import dev.letterlock.protocol.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/asyncapi.yaml is what the tables of frames and close codes say. */
class AsyncApiTest {

  @Test
  void isMadeFromTheTablesOfTheCode() throws IOException {
    String text =
        head()
            + each(
                "      %1$s: { $ref: \"#/components/messages/%1$s\" }\n"::formatted,
                FrameType::wireName)
            + "operations:\n"
            + operation("fromClient", "receive", Direction.CLIENT)
            + operation("fromServer", "send", Direction.SERVER)
            + "components:\n  messages:\n"
            + each(Function.identity(), AsyncApiTest::message)
            + "x-close-codes:\n"
            + closeCodes();

    Docs.assertUpToDate(Docs.file("asyncapi.yaml"), text);
  }

  private static String head() {
    return """
    asyncapi: 3.0.0
    info:
      title: Letterlock sessions
      version: "1"
      description: |
        The WebSocket of a Letterlock server. Every binary message is one frame of wire version 1; their
        bytes are specified in PROTOCOL.md, which counts, with examples in vectors/frames.json. This file
        names the frames, who sends them and their sizes; it is made from the same tables as the code.
      license: { name: MIT }
    defaultContentType: application/octet-stream
    servers:
      local:
        host: localhost:8080
        protocol: ws
        description: As it starts without configuration; `wss` with a certificate.
    channels:
      session:
        address: /v1/ws
        description: |
          One session of one device. An access token comes as `Authorization: Bearer` or in Hello, which
          is the first frame. Text messages are refused.
        bindings:
          ws:
            method: GET
            headers:
              type: object
              required: [Sec-WebSocket-Protocol]
              properties:
                Sec-WebSocket-Protocol: { type: string, const: %s }
        messages:
    """
        .formatted(Wire.SUBPROTOCOL);
  }

  private static String each(Function<String, String> line, Function<FrameType, String> part) {
    return Arrays.stream(FrameType.values()).map(part).map(line).collect(Collectors.joining());
  }

  private static String operation(String name, String action, Direction from) {
    String messages =
        Arrays.stream(FrameType.values())
            .filter(type -> type.direction() == from)
            .map(type ->
                "      - { $ref: \"#/channels/session/messages/" + type.wireName() + "\" }\n")
            .collect(Collectors.joining());
    return "  "
        + name
        + ":\n    action: "
        + action
        + "\n    channel: { $ref: \"#/channels/session\" }\n    messages:\n"
        + messages;
  }

  private static String message(FrameType type) {
    return """
        %s:
          summary: %s
          description: PROTOCOL.md, the chapter of 0x%02X
          payload:
            { type: string, format: binary, minLength: %d, maxLength: %d }
          x-code: %d
    """
        .formatted(
            type.wireName(),
            type.purpose(),
            type.code(),
            type.minSize(),
            type.maxSize(),
            type.code());
  }

  private static String closeCodes() {
    return Arrays.stream(CloseCode.values())
        .map(close ->
            "  - { code: %d, reason: %s, reconnect: \"%s\" }\n"
                .formatted(close.code(), close.reason(), close.reconnect().advice()))
        .collect(Collectors.joining());
  }
}
