package dev.letterlock.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The directions of docs/ARCHITECTURE.md: between modules, and inside the server. */
class ArchitectureTest {
  /**
   * What the classes of each module may depend on; Maven says the same of modules, this also says
   * it of packages.
   */
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "settings", Set.of(),
          "protocol", Set.of(),
          "crypto", Set.of(),
          "crypto.e2ee", Set.of("crypto"),
          "storage", Set.of("protocol"),
          "server", Set.of("settings", "protocol", "storage", "crypto"),
          "client", Set.of("protocol", "crypto"),
          "loadtest", Set.of("settings", "client", "protocol", "crypto"),
          "benchmarks",
              Set.of("settings", "protocol", "storage", "server", "client", "crypto", "loadtest"),
          "testing", Set.of());

  /** Decrypts, so the server and what it stands on may not know it. */
  private static final String DECRYPTING = "crypto.e2ee";

  private static final String[] ASSEMBLY = {"server.cli"};
  private static final String[] EDGE = {
    "server.net", "server.http", "server.api", "server.dispatch", "server.jobs"
  };
  private static final String[] FEATURES = {"server.features"};
  private static final String[] DELIVERY = {"server.delivery"};
  private static final String[] GROUND = {
    "server.session",
    "server.cluster",
    "server.notify",
    "server.roster",
    "server.auth",
    "server.limits",
    "server.metrics",
    "server.config"
  };

  @ParameterizedTest
  @MethodSource("modules")
  void dependsOnlyOnWhatStandsBelowIt(String module, Set<String> below) {
    String[] strangers =
        MODULES.keySet().stream()
            .filter(other -> !module.equals(other) && !below.contains(other))
            .filter(other -> !module.startsWith(other + "."))
            .filter(other -> !other.equals(DECRYPTING))
            .toArray(String[]::new);

    noClasses()
        .that(Code.inside(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(Code.within(strangers))
        .check(Code.all());
  }

  static Stream<Arguments> modules() {
    return MODULES.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @Test
  void saysOfEveryModuleWhatItMayUse() throws IOException {
    assertThat(modulesOfTheHouse()).isEqualTo(MODULES.keySet());
    assertThat(MODULES.keySet())
        .as("a rule about a module without classes cannot fail")
        .allMatch(Code::exists);
  }

  /** By the names that they have as packages; two have none: one has only tests, one no Java. */
  private static Set<String> modulesOfTheHouse() throws IOException {
    String root = Files.readString(Path.of("..", "pom.xml"));
    return Pattern.compile("<module>([^<]+)</module>")
        .matcher(root)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !Set.of("integration-tests", "web").contains(name))
        .flatMap(name -> name.equals("crypto") ? Stream.of(name, DECRYPTING) : Stream.of(name))
        .collect(Collectors.toSet());
  }

  @Test
  void keepsWhatDecryptsFromTheServer() {
    noClasses()
        .that()
        .resideInAnyPackage(Code.within("server", "storage", "protocol", "settings"))
        .should()
        .dependOnClassesThat(Code.inside(DECRYPTING))
        .check(Code.all());
    noClasses()
        .that(Code.inside("crypto"))
        .and()
        .resideOutsideOfPackages(Code.within(DECRYPTING))
        .should()
        .dependOnClassesThat(Code.inside(DECRYPTING))
        .check(Code.all());
  }

  @Test
  void leadsOneWayThroughTheServer() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("assembly")
        .definedBy(
            Stream.concat(Stream.of(Code.ROOT + "server"), Arrays.stream(Code.within(ASSEMBLY)))
                .toArray(String[]::new))
        .layer("edge")
        .definedBy(Code.within(EDGE))
        .layer("features")
        .definedBy(Code.within(FEATURES))
        .layer("delivery")
        .definedBy(Code.within(DELIVERY))
        .layer("ground")
        .definedBy(Code.within(GROUND))
        .whereLayer("assembly")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("edge")
        .mayOnlyBeAccessedByLayers("assembly")
        .whereLayer("features")
        .mayOnlyBeAccessedByLayers("assembly", "edge")
        .whereLayer("delivery")
        .mayOnlyBeAccessedByLayers("assembly", "edge", "features")
        .check(Code.all());
  }

  @Test
  void hasNoCircles() {
    for (String module : List.of("server", "storage", "client")) {
      slices().matching(Code.ROOT + module + ".(*)..").should().beFreeOfCycles().check(Code.all());
    }
  }

  @Test
  void givesEveryServerPackageAPlace() {
    String[] places =
        Stream.of(ASSEMBLY, EDGE, FEATURES, DELIVERY, GROUND)
            .flatMap(Arrays::stream)
            .toArray(String[]::new);

    classes()
        .that(Code.inside("server"))
        .and()
        .resideOutsideOfPackage(Code.ROOT + "server")
        .should()
        .resideInAnyPackage(Code.within(places))
        .check(Code.all());
    assertThat(places)
        .as("a rule about a package that does not exist cannot fail")
        .allMatch(Code::exists);
  }
}
