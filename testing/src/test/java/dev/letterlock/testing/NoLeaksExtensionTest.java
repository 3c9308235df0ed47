package dev.letterlock.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class NoLeaksExtensionTest {
  @Test
  void failsAClassThatForgetsABuffer() {
    run(LeakyFixture.class)
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                container(LeakyFixture.class),
                finishedWithFailure(
                    instanceOf(AssertionError.class),
                    message(text -> text.contains("LEAK:") && text.contains("forgetsABuffer")))));
  }

  @Test
  void passesAClassThatReleasesOrKeepsItsBuffers() {
    run(TidyFixture.class).allEvents().assertStatistics(all -> all.failed(0));
  }

  private static EngineExecutionResults run(Class<?> fixture) {
    // The autodetection is that of the build: switched off there, the first test fails.
    return EngineTestKit.engine("junit-jupiter")
        .enableImplicitConfigurationParameters(true)
        .selectors(selectClass(fixture))
        .execute();
  }
}
