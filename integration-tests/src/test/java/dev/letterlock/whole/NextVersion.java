package dev.letterlock.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next version of the server has that this one has not: a step of the schema more, which
 * this one can work with, and a minor version of the wire. Only classes that {@link Sabotage}
 * changed call it.
 */
public final class NextVersion {
  private static final ClassDesc THIS = ClassDesc.of(NextVersion.class.getName());
  private static final String MIGRATION = "dev.letterlock.storage.mongo.Migration";
  private static final String WELCOME = "dev.letterlock.protocol.frame.server.Welcome";
  private static final String MARK = "next-version";

  private NextVersion() {}

  /** Makes its classes below the directory. */
  static void write(Path changed) throws IOException {
    MethodTypeDesc addTo = MethodTypeDesc.of(ConstantDescs.CD_List, ConstantDescs.CD_List);
    new Sabotage(changed)
        .replaceCalls(
            MIGRATION, "of", (code, call) -> code.with(call).invokestatic(THIS, "addTo", addTo))
        .replaceCalls(
            "dev.letterlock.server.Messaging",
            "<init>",
            (code, call) -> {
              if (call.owner().asSymbol().equals(ClassDesc.of(WELCOME))) {
                code.pop().iconst_1();
              }
              code.with(call);
            });
  }

  /** The steps of this version, and one more that may be done again, too. */
  public static List<Object> addTo(List<Object> steps) {
    try {
      Files.writeString(Path.of(MARK), "");
      Object last = steps.getLast();
      Method work = last.getClass().getDeclaredMethod("step");
      work.setAccessible(true);
      Constructor<?> constructor = last.getClass().getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      List<Object> more = new ArrayList<>(steps);
      more.add(
          constructor.newInstance(
              steps.size() + 1, steps.size(), "of the next version", work.invoke(last)));
      return List.copyOf(more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("migration: of another shape (expected: a record)", e);
    }
  }

  /** How many servers of the run with this folder have become one. */
  static long countIn(Path run) throws IOException {
    try (var files = Files.walk(run)) {
      return files.filter(file -> file.endsWith(MARK)).count();
    }
  }
}
