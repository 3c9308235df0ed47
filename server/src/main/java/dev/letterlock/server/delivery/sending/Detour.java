package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.client.Send;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a Send wait for what has to be looked up off the loop, and those behind it in their order.
 * One instance per lane, on its event loop.
 */
final class Detour {
  private final Send parkedView = new Send();

  /**
   * Parks the Send and goes on with what was found.
   *
   * @param next takes the Send, whose view is valid during the call only, with what was found
   */
  <T> void take(
      CompletionStage<T> lookUp,
      SendHandler handler,
      Submitter submitter,
      Send send,
      BiConsumer<Send, T> next) {
    ParkedSends parked = new ParkedSends();
    parked.add(send);
    submitter.park(parked);
    lookUp.whenComplete((found, fault) ->
        submitter
            .session()
            .executor()
            .execute(() -> resume(handler, submitter, parked, found, next)));
  }

  private <T> void resume(
      SendHandler handler,
      Submitter submitter,
      ParkedSends parked,
      @Nullable T found,
      BiConsumer<Send, T> next) {
    submitter.unpark();
    if (!submitter.session().current()) {
      parked.release();
      return;
    }
    parked.drain(
        parkedView,
        first -> {
          if (found == null) {
            handler.refuseUnlessKnown(submitter, first, ErrorCode.UNAVAILABLE);
          } else {
            next.accept(first, found);
          }
        },
        other -> handler.proceed(submitter, other));
  }
}
