package dev.letterlock.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which packages may use which library, so that each can be replaced, and judged, in one place. */
class LibraryFencesTest {
  /**
   * One library and where it may be used.
   *
   * @param libraries packages of the library
   * @param inside packages below {@code dev.letterlock}; all others may not use it
   */
  record Fence(List<String> libraries, List<String> inside) {}

  /** It constructs everything, so it knows everything. */
  private static final String COMPOSITION_ROOT = "dev.letterlock.server";

  /** Where a session's work runs, so it is known to more than what opens sockets. */
  private static final DescribedPredicate<JavaClass> AN_EXECUTOR = type(EventLoop.class);

  @SuppressWarnings("unused") // by @FieldSource
  static final List<Fence> FENCES =
      List.of(
          new Fence(
              List.of("com.goterl..", "com.sun.jna.."),
              List.of("crypto.primitive", "crypto.e2ee.primitive")),
          new Fence(List.of("org.rocksdb.."), List.of("storage.inbox.local")),
          new Fence(
              List.of("io.lettuce.."), List.of("storage.inbox.redis.link", "server.cluster.bus")),
          new Fence(
              List.of("com.mongodb..", "org.bson..", "org.reactivestreams..", "reactor.."),
              List.of("storage.mongo", "server.jobs")),
          new Fence(
              List.of("de.bwaldvogel..", "org.h2.."), List.of("storage.embedded", "server.jobs")),
          new Fence(List.of("com.auth0.."), List.of("server.auth")),
          new Fence(List.of("org.jobrunr.."), List.of("server.jobs")),
          new Fence(
              List.of("io.netty.channel..", "io.netty.handler.."),
              List.of("server.net", "server.http", "client.transport", "benchmarks")),
          new Fence(
              List.of("picocli.."), List.of("server.cli", "client.chat", "loadtest", "benchmarks")),
          new Fence(List.of("org.jline.."), List.of("client.chat")),
          new Fence(List.of("io.github.cdimascio.."), List.of("settings")),
          new Fence(
              List.of("io.micrometer.prometheusmetrics..", "io.prometheus.."),
              List.of("server.metrics")),
          new Fence(
              List.of("com.fasterxml.jackson.."),
              List.of("server.http", "server.cli", "client", "loadtest", "benchmarks")));

  @ParameterizedTest
  @FieldSource("FENCES")
  void keepsALibraryInItsPlace(Fence fence) {
    noClasses()
        .that()
        .resideOutsideOfPackages(Code.within(fence.inside().toArray(String[]::new)))
        .and()
        .resideOutsideOfPackage(COMPOSITION_ROOT)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(fence.libraries().toArray(String[]::new)).and(not(AN_EXECUTOR)))
        .check(Code.all());
  }

  /** JNA copies each argument to foreign memory and frees it unwiped: docs/E2EE.md §4. */
  @Test
  void givesNoKeyToJna() throws IOException {
    String page = Files.readString(Path.of("../docs/E2EE.md"));
    Set<String> called =
        Code.all().stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().getPackageName().equals("com.goterl.lazysodium"))
            .map(call -> call.getTarget().getName())
            .collect(Collectors.toSet());

    assertThat(called)
        .containsExactlyInAnyOrder(
            "crypto_sign_verify_detached",
            "crypto_pwhash_str",
            "crypto_pwhash_str_verify",
            "crypto_pwhash_str_needs_rehash")
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @ParameterizedTest
  @FieldSource("FENCES")
  void fencesOnlyWhatIsUsed(Fence fence) {
    for (String library : fence.libraries()) {
      ArchRule nobodyUsesIt = noClasses().should().dependOnClassesThat().resideInAPackage(library);
      assertThat(nobodyUsesIt.evaluate(Code.all()).hasViolation())
          .as("a fence around %s, which nobody uses, cannot fail", library)
          .isTrue();
    }
    assertThat(fence.inside()).allMatch(Code::exists);
  }
}
