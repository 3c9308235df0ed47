package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.PinOutcome;
import dev.letterlock.crypto.primitive.Octets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Tells a person what a newly shown device list means, once it is stored. On the desk. */
public final class PinReports {

  private final Audience audience;
  private final RenewedKey renewed;

  public PinReports(Tools tools, Audience audience) {
    this.audience = audience;
    this.renewed = new RenewedKey(tools);
  }

  public void report(
      Transaction step, String name, UUID conversation, DeviceListPins before, PinOutcome outcome) {
    switch (outcome) {
      case PinOutcome.Unchanged _ -> {}
      case PinOutcome.Advanced advanced ->
          audience.notice(
              step,
              Notice.of(
                      Kind.DEVICES_CHANGED,
                      conversation,
                      (isOwn(before) ? "Your devices have changed: " : name + " changed devices: ")
                          + changes(before, advanced))
                  .about(name));
      case PinOutcome.RolledOver rolled ->
          audience.notice(
              step,
              Notice.of(
                      Kind.REMARK,
                      conversation,
                      isOwn(before)
                          ? renewed.own(step, before, rolled.pins())
                          : name + RenewedKey.SIGNED)
                  .about(name));
      case PinOutcome.AccountKeyReset reset ->
          audience.notice(
              step, Notice.of(Kind.KEY_CHANGED, conversation, keyChange(name, reset)).about(name));
      case PinOutcome.Alarmed alarmed ->
          // Told at once: nothing else of this step need succeed for it to be true.
          audience.notice(
              new Notice(
                  Kind.ALARM,
                  conversation,
                  name,
                  name + ": " + alarmed.alarm().explanation() + " Nothing was changed here.",
                  alarmed.evidence().map(evidence -> Octets.of(evidence.encode())).orElse(null)));
    }
  }

  private static String keyChange(String name, PinOutcome.AccountKeyReset reset) {
    String sentence =
        "The identity key of "
            + name
            + " has changed. Either "
            + name
            + " began anew, or somebody stands between you. Compare the safety number.";
    return reset.pins().pendingReset().isPresent()
        ? sentence + " Nothing is sent to " + name + " before you accept the new one or reject it."
        : sentence
            + " As you never compared the one from before, what you write from now on goes to the new"
            + " one. What was written before and has not been sent waits for your word:"
            + " accepting the new one sends it there, rejecting it goes back.";
  }

  private boolean isOwn(DeviceListPins pins) {
    return audience.isOf(pins.list().user());
  }

  private static String changes(DeviceListPins before, PinOutcome.Advanced after) {
    Set<DeviceEntry> old = new HashSet<>(before.list().entries());
    Set<DeviceEntry> now = new HashSet<>(after.pins().list().entries());
    long added = now.stream().filter(entry -> !old.contains(entry)).count();
    long gone = old.stream().filter(entry -> !now.contains(entry)).count();
    return added + " added, " + gone + " removed.";
  }
}
