package dev.letterlock.crypto.e2ee.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupFaultTest {

  @ParameterizedTest
  @EnumSource(GroupFault.class)
  void saysWhatHappenedAndWhatToDoNext(GroupFault fault) {
    assertThat(fault.explanation().split("\\. "))
        .hasSizeGreaterThan(1)
        .allMatch(sentence -> Character.isUpperCase(sentence.charAt(0)));
    assertThat(fault.explanation()).endsWith(".");
  }
}
