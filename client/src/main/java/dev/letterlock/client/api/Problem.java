package dev.letterlock.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Why a server refuses a call: problem+json (RFC 9457), or whatever else answers there.
 *
 * @param code stable name of the reason; empty if there is none
 * @param sentence for the log; the whole answer if it is no JSON
 */
record Problem(String code, String sentence) {

  private static final JsonMapper JSON = new JsonMapper();

  static Problem of(byte[] body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String title = problem.path("title").asText("");
      return new Problem(problem.path("code").asText(""), problem.path("detail").asText(title));
    } catch (IOException e) {
      return new Problem("", new String(body, StandardCharsets.UTF_8));
    }
  }
}
