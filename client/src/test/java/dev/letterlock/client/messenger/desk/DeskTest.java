package dev.letterlock.client.messenger.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeskTest {

  @Test
  @Timeout(30)
  void endsWithWhatWasBegunAndNotWithWhatIsPlanned() {
    List<String> done = new CopyOnWriteArrayList<>();
    Desk desk = new Desk();
    desk.after(Duration.ofHours(6), () -> done.add("planned"));
    desk.execute(() -> done.add("begun"));

    desk.close();

    assertThat(done).containsExactly("begun");
  }
}
