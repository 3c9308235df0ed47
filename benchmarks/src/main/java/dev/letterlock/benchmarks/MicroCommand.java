package dev.letterlock.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code letterlock bench micro}: single steps under JMH, with the garbage that each leaves. */
@Command(
    name = "micro",
    description = {
      "Measures the codecs, the WebSocket parser and the end-to-end protocol by"
          + " JMH: time and bytes of garbage (gc.alloc.rate.norm) for each step.",
      "",
      "Each step runs in a process of its own for its JMH warm-up and measurement. Nothing is"
          + " kept on disk but for --json.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
final class MicroCommand implements Callable<Integer> {
  private static final String PACKAGE = "dev\\.letterlock\\.benchmarks\\.micro\\..*";

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..1",
      description = "Only benchmarks with this in their names, such as Message.relay.")
  private String only = "";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes JMH's JSON; - for standard output.")
  private @Nullable Path json;

  @Override
  public Integer call() throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(PACKAGE + only).addProfiler(GCProfiler.class);
    PrintStream out = System.out;
    if (Main.isStandardOut(json)) {
      System.setOut(System.err); // where JMH tells people how it goes
    } else if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    if (Main.isStandardOut(json)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
    return 0;
  }
}
