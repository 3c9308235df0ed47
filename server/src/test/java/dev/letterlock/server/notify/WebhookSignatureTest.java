package dev.letterlock.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.settings.value.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

  /** The example of docs/OPERATIONS.md, whose signature comes from another implementation. */
  @Test
  void signsTheExampleOfTheDocuments() {
    String body =
        "{\"user_id\":\"0f0e0d0c-0b0a-4908-8706-050403020100\",\"device_id\":7,"
            + "\"urgent\":false,\"id\":\"6c84fb90-12c4-41e1-840d-725b8c7b7e3a\"}";
    WebhookSignature signature =
        new WebhookSignature(new Secret("an-example-of-at-least-32-characters"));

    assertThat(signature.of("1772359200", body.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("v1=c107bfbe4d687141608c2ee34bf12b27d8c1d5a1fbddbe78dd333a51ba313743");
  }
}
