package dev.letterlock.loadtest.ledger.run;

import dev.letterlock.crypto.E1;
import dev.letterlock.loadtest.ledger.device.Community;
import dev.letterlock.loadtest.ledger.device.Correspondent;
import dev.letterlock.loadtest.ledger.device.Letters;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Seats the users in a ring, in which each writes to both neighbours, from every device. */
final class Ring {

  private final LedgerPlan plan;
  private final E1 e1;

  Ring(LedgerPlan plan, E1 e1) {
    this.plan = plan;
    this.e1 = e1;
  }

  List<Correspondent> of(List<LoadUser> users, Community community) {
    List<Correspondent> devices = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      LoadUser user = users.get(i);
      List<LoadUser> neighbours =
          List.of(
              users.get((i + 1) % users.size()), users.get((i + users.size() - 1) % users.size()));
      for (LoadDevice device : user.devices()) {
        devices.add(
            new Correspondent(
                community,
                new Letters(e1, user, device, neighbours),
                ledger(devices.size()),
                devices.size() % plan.threads()));
      }
    }
    return devices;
  }

  private Path ledger(int index) {
    return plan.site().folder().resolve("ledgers").resolve(index + ".ledger");
  }
}
