package dev.letterlock.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;

/**
 * The compiled classes of every module, without tests and without what annotation processors wrote,
 * and how the rules name parts of them.
 */
final class Code {
  static final String ROOT = "dev.letterlock.";

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
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

  /** True of a package that has classes. */
  static boolean exists(String packageName) {
    return ALL.stream().anyMatch(inside(packageName));
  }

  static DescribedPredicate<JavaClass> inside(String packageName) {
    return JavaClass.Predicates.resideInAPackage(ROOT + packageName + "..");
  }
}
