package dev.letterlock.storage.mongo;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import dev.letterlock.storage.OperationTimes;
import java.util.concurrent.TimeUnit;

/** Hands on how long each command took, at the one place that all of them pass. */
record CommandTimes(OperationTimes times) implements CommandListener {
  @Override
  public void commandSucceeded(CommandSucceededEvent event) {
    times.took(event.getCommandName(), event.getElapsedTime(TimeUnit.NANOSECONDS), true);
  }

  @Override
  public void commandFailed(CommandFailedEvent event) {
    times.took(event.getCommandName(), event.getElapsedTime(TimeUnit.NANOSECONDS), false);
  }
}
