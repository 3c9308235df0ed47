package dev.letterlock.whole;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Copies of the server's own classes in which something that matters does not happen, for a server
 * that finds them before the right ones. The code of the server knows nothing of this.
 */
final class Sabotage {
  private final Path folder;

  /** Changed classes go below this directory. */
  Sabotage(Path folder) {
    this.folder = folder;
  }

  /** In this method nothing is done but what {@code body} says. */
  Sabotage replaceBody(String type, String method, Consumer<CodeBuilder> body) throws IOException {
    return change(
        type,
        counter ->
            ClassTransform.transformingMethods(
                found -> found.methodName().equalsString(method),
                (builder, element) -> {
                  if (element instanceof CodeModel) {
                    counter.incrementAndGet();
                    builder.withCode(body);
                  } else {
                    builder.with(element);
                  }
                }));
  }

  /** Each call of a method of this name is replaced. */
  Sabotage replaceCalls(String type, String called, Replacement replacement) throws IOException {
    return change(
        type,
        counter ->
            ClassTransform.transformingMethodBodies(
                (CodeTransform)
                    (builder, element) -> {
                      if (element instanceof InvokeInstruction call
                          && call.name().equalsString(called)) {
                        counter.incrementAndGet();
                        replacement.write(builder, call);
                      } else {
                        builder.with(element);
                      }
                    }));
  }

  /** What stands where a call stood. */
  @FunctionalInterface
  interface Replacement {
    void write(CodeBuilder builder, InvokeInstruction call);
  }

  /** How a class is changed; counts what was replaced. */
  @FunctionalInterface
  private interface Change {
    ClassTransform counting(AtomicInteger counter);
  }

  private Sabotage change(String type, Change change) throws IOException {
    String name = type.replace('.', '/') + ".class";
    Path changed = folder.resolve(name);
    AtomicInteger replaced = new AtomicInteger();
    ClassFile classes = ClassFile.of();
    byte[] bytes =
        classes.transformClass(
            classes.parse(Files.exists(changed) ? Files.readAllBytes(changed) : original(name)),
            change.counting(replaced));
    if (replaced.get() == 0) {
      throw new IllegalStateException("nothing to replace in " + type);
    }
    Files.createDirectories(changed.getParent());
    Files.write(changed, bytes);
    return this;
  }

  private static byte[] original(String name) throws IOException {
    try (InputStream in = Sabotage.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("class: " + name + " (expected: on the class path)");
      }
      return in.readAllBytes();
    }
  }
}
