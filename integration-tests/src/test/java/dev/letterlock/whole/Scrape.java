package dev.letterlock.whole;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code /metrics} said at one moment: a value for each series. */
record Scrape(Map<String, Double> series) {

  static Scrape of(URI metrics) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String text =
          http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return new Scrape(
          text.lines()
              .filter(line -> !line.startsWith("#"))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, line.lastIndexOf(' ')),
                      line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))));
    }
  }

  /** The value of a series, named with its labels; 0 if it is not there. */
  double of(String name) {
    return series.getOrDefault(name, 0.0);
  }
}
