package dev.letterlock.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
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
      "Measures the codecs, the WebSocket parser and the end-to-end protocol by",
      "JMH: time and bytes of garbage (gc.alloc.rate.norm) for each step."
    },
    mixinStandardHelpOptions = true)
final class MicroCommand implements Callable<Integer> {
  private static final String PACKAGE = "dev\\.letterlock\\.benchmarks\\.micro\\..*";

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..1",
      description = "Only benchmarks with this in their names, such as Message.relay.")
  private String only = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes JMH's JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(PACKAGE + only).addProfiler(GCProfiler.class);
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    new Runner(options.build()).run();
    return 0;
  }
}
