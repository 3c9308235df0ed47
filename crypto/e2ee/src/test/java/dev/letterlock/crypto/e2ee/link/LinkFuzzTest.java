package dev.letterlock.crypto.e2ee.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The parsers of linking. A normal run replays the corpus beside this class; {@code JAZZER_FUZZ=1
 * mvn test -pl crypto/e2ee -am -Dtest=LinkFuzzTest#parcel} looks for more.
 */
class LinkFuzzTest {

  @FuzzTest
  void code(byte[] bytes) {
    try {
      assertThat(LinkCode.parse(bytes).encode()).isEqualTo(bytes);
    } catch (LinkRejectedException e) {
      assertThat(e.fault()).isEqualTo(LinkFault.NOT_A_LINK_CODE);
    }
  }

  @FuzzTest
  void parcel(byte[] bytes) {
    try {
      assertThat(LinkParcel.parse(bytes).encode()).isEqualTo(bytes);
    } catch (LinkRejectedException e) {
      assertThat(e.fault()).isEqualTo(LinkFault.BAD_PARCEL);
    }
  }
}
