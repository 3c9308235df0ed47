package dev.letterlock.loadtest.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlightsTest {

  private final Flights flights = new Flights(8);

  @Test
  void landsWithTheLastEventWhateverTheOrder() {
    flights.begin(1, 10, 2);
    flights.begin(2, 20, 2);
    assertThat(flights.landed(2)).isFalse();
    assertThat(flights.landed(1)).isFalse();
    assertThat(flights.landed(1)).isTrue();
    assertThat(flights.landed(1)).isFalse();
    assertThat(flights.inFlight()).isEqualTo(1);
    assertThat(flights.intended(2)).isEqualTo(20);
  }

  @Test
  void forgetsAnAbandonedOne() {
    flights.begin(1, 10, 2);
    flights.abandon(1);
    assertThat(flights.inFlight()).isZero();
    assertThat(flights.landed(1)).isFalse();
  }

  @Test
  void keepsALateEventAwayFromTheNextInItsPlace() {
    flights.begin(1, 10, 1);
    assertThat(flights.hasRoom(1 + 1024)).isFalse();
    flights.begin(1 + 1024, 20, 1);
    assertThat(flights.inFlight()).isEqualTo(1);
    assertThat(flights.landed(1)).isFalse();
    assertThat(flights.landed(1 + 1024)).isTrue();
  }
}
