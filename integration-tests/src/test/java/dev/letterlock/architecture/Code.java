package dev.letterlock.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;

/**
 * The compiled classes of every module, without tests and without what annotation processors wrote,
 * and how the rules name parts of them.
 */
final class Code {
  static final String ROOT = "dev.letterlock.";

  /**
   * Packages and libraries that the rules know before they are there. Take one away when it has
   * come: only then can a rule about it fail.
   */
  private static final Set<String> TO_COME = Set.of("server.cluster");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPackages("dev.letterlock");

  private Code() {}

  static JavaClasses all() {
    return ALL;
  }

  /** Patterns for the packages below {@code dev.letterlock} and all that they contain. */
  static String[] within(String... packages) {
    return Arrays.stream(packages).map(name -> ROOT + name + "..").toArray(String[]::new);
  }

  /** True of a package that has classes, or is still to come. */
  static boolean exists(String packageName) {
    return isToCome(packageName) || ALL.stream().anyMatch(inside(packageName));
  }

  static boolean isToCome(String name) {
    return TO_COME.contains(name);
  }

  static DescribedPredicate<JavaClass> inside(String packageName) {
    return JavaClass.Predicates.resideInAPackage(ROOT + packageName + "..");
  }
}
