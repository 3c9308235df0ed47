package dev.letterlock.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CONTRIBUTING.md asks for and a machine can see. */
class HabitsTest {
  private static final String[] PRINTING =
      Code.within("server.cli", "client.chat", "loadtest", "benchmarks");

  @ParameterizedTest
  @ValueSource(
      strings = {"Manager", "Util", "Utils", "Helper", "Impl", "Base", "Common", "Data", "Info"})
  void namesSayWhatAThingIs(String ending) {
    noClasses().should().haveSimpleNameEndingWith(ending).check(Code.all());
  }

  @Test
  void packagesSayWhatMayBeNull() {
    DescribedPredicate<JavaClass> inAMarkedPackage =
        DescribedPredicate.describe(
            "in a package marked @NullMarked",
            type -> type.getPackage().isAnnotatedWith(NullMarked.class));

    classes().should(be(inAMarkedPackage)).check(Code.all());
  }

  @Test
  void onlyCommandsPrint() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PRINTING)
        .should(ACCESS_STANDARD_STREAMS)
        .check(Code.all());
  }

  @Test
  void everythingLogsThroughOneFacade() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
        .check(Code.all());
  }

  @Test
  void cryptographyKnowsNoNetwork() {
    noClasses()
        .that(Code.inside("crypto"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "java.net..", "java.nio.channels..", "org.slf4j..")
        .check(Code.all());
  }

  @Test
  void framesKnowOnlyBuffers() {
    noClasses()
        .that(Code.inside("protocol"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "java.net..", "java.io..")
        .check(Code.all());
  }
}
