package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.transport.ServerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application sees of the client library: a handful of types, and nothing behind them. */
class ClientSurfaceTest {

  private static final String LIBRARY = Messenger.class.getPackageName();
  private static final String CLIENT = "dev.letterlock.client";
  private static final String CHAT = CLIENT + ".chat";
  private static final String INTERNAL =
      "Internal: applications use {@link dev.letterlock.client.messenger";

  /** The library, and the program that stands on it. */
  private static final Set<Path> PUBLIC =
      Set.of(Path.of("messenger", "package-info.java"), Path.of("chat", "package-info.java"));

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
            "Attachment",
            "Conversation",
            "DeviceLink",
            "DeviceRequest",
            "Group",
            "KnownDevice",
            "LinkAnswer",
            "Message",
            "Messenger",
            "MessengerException",
            "MessengerListener",
            "MessengerSettings",
            "Notice",
            "Pace",
            "Progress",
            "Reason",
            "ToldNotice");
  }

  /** Their types are public so that the packages of the client can use each other. */
  @Test
  void isTheOnlyPackageThatIsNotCalledInternal() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "client", "src", "main", "java"))) {
      List<Path> packages = files.filter(file -> file.endsWith("package-info.java")).toList();

      assertThat(packages).hasSizeGreaterThan(1);
      assertThat(packages)
          .allSatisfy(file ->
              assertThat(Files.readString(file).contains(INTERNAL))
                  .as(file.toString())
                  .isNotEqualTo(PUBLIC.stream().anyMatch(file::endsWith)));
    }
  }

  @Test
  void isAllThatTheChatUses() {
    assertThat(usedOfTheClientBy(type -> type.getPackageName().equals(CHAT)))
        .filteredOn(name -> !name.startsWith(CHAT + "."))
        .allSatisfy(name ->
            assertThat(name.equals(ServerUrl.class.getName()) || isOfLibrary(name))
                .as(name)
                .isTrue());
  }

  /** It measures the server without the cost of encryption, so it stands below the library. */
  @Test
  void lendsTheLoadtestAndTheBenchmarksItsConnection() {
    assertThat(usedOfTheClientBy(type -> !type.getPackageName().startsWith(CLIENT)))
        .containsExactlyInAnyOrder(
            CLIENT + ".AckPolicy",
            CLIENT + ".Backoff",
            CLIENT + ".ClientConnection",
            CLIENT + ".PendingAck",
            CLIENT + ".SessionListener",
            CLIENT + ".SessionOptions",
            CLIENT + ".api.Base64Url",
            CLIENT + ".transport.ClientTransport",
            CLIENT + ".transport.Closure",
            CLIENT + ".transport.ConnectRequest",
            CLIENT + ".transport.MessageListener",
            CLIENT + ".transport.ServerUrl",
            CLIENT + ".transport.TransportKind",
            CLIENT + ".transport.WebSocketConnection");
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

  /** The names of the client's types, those around nested ones, that some classes know. */
  private static Set<String> usedOfTheClientBy(Predicate<JavaClass> users) {
    return Code.all().stream()
        .filter(users)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(type -> type.getPackageName().startsWith(CLIENT))
        .map(type -> type.getName().replaceFirst("\\$.*", ""))
        .collect(Collectors.toSet());
  }

  private static boolean isOfLibrary(String name) {
    return name.substring(0, name.lastIndexOf('.')).equals(LIBRARY);
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
