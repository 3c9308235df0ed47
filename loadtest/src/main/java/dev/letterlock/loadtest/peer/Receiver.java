package dev.letterlock.loadtest.peer;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A device that opens and verifies every message and tells its sender. Confined to one loop. */
public final class Receiver implements LoadSession.Role {

  private final LoadRun run;
  private final LoadDevice device;
  private final Content content;
  private final Map<DeviceAddress, Inlet> inlets = new HashMap<>();
  private volatile boolean drained;

  public Receiver(LoadRun run, LoadDevice device) {
    this.run = run;
    this.device = device;
    this.content = run.content();
  }

  /** Expects messages of a flow; before the run begins. */
  public void expect(Flow flow, Sender sender) {
    StaticPair pair =
        new StaticPair(
            run.crypto().e1(),
            run.crypto().records(),
            device.keys().agreementKey(),
            sender.device().keys().agreementKey().publicKey());
    Inlet inlet = new Inlet(run.crypto(), pair, content, sender);
    inlets.put(sender.device().address(), inlet);
    flow.add(inlet);
  }

  /** Whether everything that waited was delivered; safe for any thread. */
  public boolean drained() {
    return drained;
  }

  @Override
  public void delivered(Deliver deliver) {
    long now = System.nanoTime();
    Inlet inlet = inlets.get(deliver.envelope().sender());
    ByteBuffer opened = inlet == null ? null : inlet.open(deliver.envelope());
    if (inlet == null || opened == null) {
      run.tally().corrupt();
      return;
    }
    switch (inlet.arrived(Content.seq(opened))) {
      case NEXT -> run.tally().delivered();
      case REORDERED -> {
        run.tally().delivered();
        run.tally().reordered();
      }
      case DUPLICATE -> {
        run.tally().duplicated();
        return;
      }
    }
    run.deliverTimes().record(now - Content.intended(opened));
    inlet.sender().arrived(Content.ref(opened));
  }

  @Override
  public void answered(ServerFrame frame) {
    if (frame instanceof InboxDrained) {
      drained = true;
    }
  }
}
