package dev.letterlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
  private static final Path LAUNCHER = Path.of("..", "letterlock").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void runsThroughALinkFromAnyDirectory() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("post"), LAUNCHER);

    Run run = run(link, Map.of(), "version");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Letterlock ").contains("on Java 25");
  }

  @Test
  void leavesTheWorkingDirectoryToTheCaller() throws Exception {
    Files.writeString(folder.resolve(".env"), "PORT=4711\n");

    assertThat(run(LAUNCHER, Map.of(), "config", "show").out()).contains("4711  [.env]");
  }

  @Test
  void checksWithoutComplaint() throws Exception {
    Run run =
        run(
            LAUNCHER,
            Map.of(),
            "check",
            "--port=0",
            "--management-port=0",
            "--data-dir=" + folder.resolve("data"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("All is well.");
    assertThat(run.err()).doesNotContain("WARN", "ERROR", "Exception");
  }

  @Test
  void handsOnOptionsForJavaAndTheExitCode() throws Exception {
    Run run =
        run(
            LAUNCHER,
            Map.of("LETTERLOCK_JAVA_OPTS", "-Xmx64m -showversion"),
            "config",
            "show",
            "--nonsense");

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.err()).contains("Runtime Environment", "--nonsense");
  }

  @Test
  void takesTheNamedJdkWhenItIsNewEnough() throws Exception {
    String newer = jdk("99.0.1").toString();
    String older = jdk("17.0.15").toString();

    assertThat(run(LAUNCHER, Map.of("LETTERLOCK_JAVA_HOME", newer), "jdk").out().strip())
        .isEqualTo(newer);
    assertThat(
            run(LAUNCHER, Map.of("LETTERLOCK_JAVA_HOME", older, "JAVA_HOME", newer), "jdk")
                .out()
                .strip())
        .isEqualTo(newer);
  }

  @Test
  void saysInOneLineHowToGetAJdk() throws Exception {
    Path demanding = folder.resolve("letterlock");
    Files.writeString(demanding, Files.readString(LAUNCHER).replace("MIN_JAVA=25", "MIN_JAVA=999"));
    makeExecutable(demanding);

    Run run = run(demanding, Map.of(), "serve");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("JDK 999 or newer is needed: install one");
  }

  /** With a Maven that only counts its calls, and leaves what the launcher looks for. */
  @Test
  void buildsWhenSomethingHasChangedAndOnlyThen() throws Exception {
    Path root = Files.createDirectories(folder.resolve("project"));
    Path source = root.resolve("server/src/main/java/Main.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "first");
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("server/pom.xml"), "");
    Path launcher = Files.copy(LAUNCHER, root.resolve("letterlock"));
    Path maven = folder.resolve("bin/mvn");
    Files.createDirectories(maven.getParent());
    Files.writeString(
        maven,
        """
        #!/bin/sh
        echo built >>builds
        mkdir -p server/target
        : >server/target/letterlock-server-1.jar
        echo "$PWD/server/target/letterlock-server-1.jar" >server/target/classpath
        """);
    makeExecutable(maven);
    Map<String, String> environment =
        Map.of("PATH", maven.getParent() + ":" + System.getenv("PATH"));
    Path builds = root.resolve("builds");

    run(launcher, environment, "version");
    assertThat(builds).content().hasLineCount(1);
    run(launcher, environment, "version");
    assertThat(builds).content().hasLineCount(1);
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    run(launcher, environment, "version");
    assertThat(builds).content().hasLineCount(2);
  }

  /** With a java that only writes down its calls, and the archive when it is asked for one. */
  @Test
  void makesTheClassArchiveWhenAJarHasChangedAndOnlyThen() throws Exception {
    Project project = new Project();
    Path jar = project.root().resolve("server/target/letterlock-server-1.jar");
    Path stamp = project.root().resolve("server/target/classpath");

    project.serve();
    assertThat(project.archivesMade()).isEqualTo(1);
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(60)));
    Run run = project.serve();
    assertThat(project.archivesMade()).as("after a build that changed nothing").isEqualTo(1);
    assertThat(run.out()).contains("-XX:SharedArchiveFile=");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    project.serve();
    assertThat(project.archivesMade()).isEqualTo(2);
  }

  @Test
  void startsForWhoMayNotWriteBesideTheJars() throws Exception {
    Project project = new Project();
    Path target = project.root().resolve("server/target");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));

    Run run = project.serveAsSomebodyElse();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(" serve").doesNotContain("-XX:SharedArchiveFile=");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpsWithTheCommandThatIsNamed() throws Exception {
    assertThat(run(LAUNCHER, Map.of(), "help", "loadtest", "direct").out())
        .startsWith("Usage: letterlock loadtest direct");
    assertThat(run(LAUNCHER, Map.of(), "help", "chat").out()).startsWith("Usage: letterlock chat");
    assertThat(run(LAUNCHER, Map.of(), "help").out())
        .isEqualTo(run(LAUNCHER, Map.of(), "--help").out());
  }

  /** The JVM refuses to start with a cache that does not fit when it is told to. */
  @Test
  void startsWithWhatATrainingHasLearnt() throws Exception {
    Run training = run(LAUNCHER, Map.of(), "train", "5");
    Run start = run(LAUNCHER, Map.of("LETTERLOCK_JAVA_OPTS", "-XX:AOTMode=on"), "serve", "--help");

    assertThat(training.exitCode()).as(training.err()).isZero();
    assertThat(start.exitCode()).as(start.err()).isZero();
    assertThat(start.out()).contains("serve");
  }

  @Test
  void isWhatTheLedgerStartsItsServerWith() throws Exception {
    Run run =
        run(
            LAUNCHER,
            Map.of("PORT", "not a port"),
            "loadtest",
            "ledger",
            "--connections=4",
            "--rate=50",
            "--duration=2",
            "--faults=cut");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("Every promise was kept.");
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the launcher looks at in a JDK: a compiler and the release file. */
  private Path jdk(String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve("jdk-" + version));
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.createFile(
        bin.resolve("javac"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** What the launcher finds after a build, and a JDK that does nothing. */
  private final class Project {
    private final Path root = Files.createDirectories(folder.resolve("project"));
    private final Path calls = folder.resolve("archives");
    private final Path jdk = jdk("99.0.1");

    Project() throws IOException {
      Path target = Files.createDirectories(root.resolve("server/target"));
      Path jar = Files.createFile(target.resolve("letterlock-server-1.jar"));
      Files.createFile(root.resolve("pom.xml"));
      Files.writeString(target.resolve("classpath"), jar + "\n");
      Files.copy(LAUNCHER, root.resolve("letterlock"));
      Path java = jdk.resolve("bin/java");
      Files.writeString(
          java,
          """
          #!/bin/bash
          echo "$@"
          for argument; do
            case $argument in
              -XX:ArchiveClassesAtExit=*) : >"${argument#*=}" && echo made >>'%s' ;;
            esac
          done
          """
              .formatted(calls));
      makeExecutable(java);
    }

    Path root() {
      return root;
    }

    Run serve() throws Exception {
      return run(root.resolve("letterlock"), environment(), "serve");
    }

    /** Only a user who is no superuser can be kept from writing. */
    Run serveAsSomebodyElse() throws Exception {
      String launcher = root.resolve("letterlock").toString();
      return System.getProperty("user.name").equals("root")
          ? run(
              Path.of("/usr/bin/setpriv"),
              environment(),
              "--reuid=65534",
              "--regid=65534",
              "--clear-groups",
              launcher,
              "serve")
          : serve();
    }

    int archivesMade() throws IOException {
      return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    private Map<String, String> environment() {
      return Map.of("LETTERLOCK_JAVA_HOME", jdk.toString());
    }
  }

  private Run run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList();
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the launcher came back").isTrue();
    return new Run(process.exitValue(), read(out), read(err));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private record Run(int exitCode, String out, String err) {}
}
