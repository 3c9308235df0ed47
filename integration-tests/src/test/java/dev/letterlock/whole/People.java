package dev.letterlock.whole;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.measure.Second;
import dev.letterlock.loadtest.provision.AdminClient;
import dev.letterlock.loadtest.provision.AdminToken;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.loadtest.provision.Provisioner;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.time.Clock;
import java.util.List;

/** Makes users with devices, keys and tokens through a server's management port. */
final class People {
  static final E1 E1_SUITE = new E1(Sodium.load());

  private static final int ONE_TIME_KEYS = 2;

  private People() {}

  /**
   * Makes new users who may connect at once.
   *
   * @param devices of each user
   */
  static List<LoadUser> make(ServerUrl management, AdminToken token, int users, int devices) {
    return make(management, token, users, devices, ONE_TIME_KEYS);
  }

  /**
   * Makes new users who may connect at once.
   *
   * @param devices of each user
   * @param oneTimeKeys of each device
   */
  static List<LoadUser> make(
      ServerUrl management, AdminToken token, int users, int devices, int oneTimeKeys) {
    try (AdminClient admin = new AdminClient(management, token)) {
      return new Provisioner(admin, E1_SUITE, Clock.systemUTC(), new Silent())
          .provision(users, devices, oneTimeKeys);
    }
  }

  /** The direct conversation of two users. */
  static ConversationId conversation(UserId one, UserId other) {
    return ConversationId.of(ConversationIds.direct(E1_SUITE, one.toUuid(), other.toUuid()));
  }

  private static final class Silent implements Progress {
    @Override
    public void begin(String phase, long size) {}

    @Override
    public void done(long steps) {}

    @Override
    public void second(Second second) {}

    @Override
    public void end() {}
  }
}
