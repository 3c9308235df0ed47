package dev.letterlock.loadtest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.loadtest.measure.Footprint;
import dev.letterlock.loadtest.measure.Second;
import dev.letterlock.loadtest.measure.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** One self-contained page with the figures and plots; nothing in it is fetched. */
public final class HtmlReport {

  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.999
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlReport() {}

  /**
   * The page as text.
   *
   * @param footprints of a soak, else none
   * @param summary what {@link TextReport} made of the same run
   */
  public static String of(
      Report report, Window window, List<Footprint> footprints, String summary) {
    return resource("report.html")
        .replace("/*STYLE*/", resource("uplot/uPlot.min.css"))
        .replace("/*LICENCE*/", resource("uplot/LICENSE"))
        .replace("/*UPLOT*/", resource("uplot/uPlot.iife.min.js"))
        .replace("{{TITLE}}", report.scenario())
        .replace("{{SUMMARY}}", escape(summary.strip()))
        .replace("/*FIGURES*/", json(figures(window, footprints)));
  }

  private static Map<String, Object> figures(Window window, List<Footprint> footprints) {
    List<Second> seconds = window.timeline();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("at", column(seconds, Second::at));
    figures.put("accepted", column(seconds, Second::acceptedPerSecond));
    figures.put("delivered", column(seconds, Second::deliveredPerSecond));
    figures.put("connects", column(seconds, Second::connectsPerSecond));
    figures.put("acceptedMillis", column(seconds, Second::acceptedMillis));
    figures.put("deliverMillis", column(seconds, Second::deliverMillis));
    figures.put("percentiles", PERCENTILES);
    figures.put("acceptedAt", atPercentiles(window.accepted()));
    figures.put("deliverAt", atPercentiles(window.deliver()));
    figures.put("heldAt", column(footprints, Footprint::at));
    for (Footprint.Part part : Footprint.Part.values()) {
      figures.put(part.label(), column(footprints, part::of));
    }
    return figures;
  }

  private static <T> List<Double> column(List<T> rows, ToDoubleFunction<T> value) {
    return rows.stream().map(row -> round(value.applyAsDouble(row))).toList();
  }

  private static List<Double> atPercentiles(Histogram nanos) {
    List<Double> millis = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      millis.add(round(nanos.getValueAtPercentile(percentile) / 1e6));
    }
    return millis;
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures: not JSON", e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource: " + name + " (expected: in the jar)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource: " + name + " (expected: readable)", e);
    }
  }
}
