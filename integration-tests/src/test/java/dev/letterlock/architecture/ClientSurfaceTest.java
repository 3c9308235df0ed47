package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.transport.ServerUrl;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application sees of the client library: a handful of types, and nothing behind them. */
class ClientSurfaceTest {

  private static final String LIBRARY = Messenger.class.getPackageName();
  private static final String PRIMITIVES = "dev.letterlock.crypto.primitive";

  @Test
  void isAHandfulOfTypes() {
    Set<String> names =
        types()
            .filter(type -> type.getEnclosingClass().isEmpty())
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());

    assertThat(names)
        .containsExactlyInAnyOrder(
            "Account",
            "Conversation",
            "DeviceRequest",
            "Group",
            "KnownDevice",
            "Message",
            "Messenger",
            "MessengerException",
            "MessengerListener",
            "MessengerSettings",
            "Notice",
            "Pace",
            "ToldNotice");
  }

  @Test
  void showsNothingThatStandsBehindIt() {
    Predicate<JavaClass> hidden =
        type -> {
          JavaClass plain = type.getBaseComponentType();
          return plain.getName().startsWith(Code.ROOT)
              && !plain.getPackageName().equals(LIBRARY)
              && !plain.getPackageName().equals(PRIMITIVES)
              && !plain.isEquivalentTo(ServerUrl.class);
        };

    assertThat(types().flatMap(type -> type.getCodeUnits().stream()))
        .filteredOn(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
        .allSatisfy(unit -> assertThat(mentioned(unit)).as(unit.getFullName()).noneMatch(hidden));
  }

  private static Stream<JavaClass> mentioned(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
  }

  private static Stream<JavaClass> types() {
    return Code.all().stream()
        .filter(type -> type.getPackageName().equals(LIBRARY))
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC));
  }
}
