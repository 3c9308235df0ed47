package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Admission.Away;
import dev.letterlock.server.roster.Roster.Standing;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.Roster.Member;
import dev.letterlock.storage.device.RosterStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads one roster from the stores. Blocks: for virtual threads. */
public final class RosterLoader {

  /** No sender begins a session with an older signed pre-key (docs/E2EE.md §2.3). */
  private static final Duration KEYS_LAST = Duration.ofDays(30);

  private final UserStore users;
  private final RosterStore rosters;
  private final Recipients recipients;
  private final Duration retention;
  private final Clock clock;

  /**
   * Leaves out devices unseen for longer than {@code retention}, in whole days.
   *
   * @param recipients gives the one object per device
   */
  public RosterLoader(
      UserStore users,
      RosterStore rosters,
      Recipients recipients,
      Duration retention,
      Clock clock) {
    this.users = users;
    this.rosters = rosters;
    this.recipients = recipients;
    this.retention = retention;
    this.clock = clock;
  }

  Roster load(UserId user) {
    return users
        .byId(user)
        .map(account -> load(user, account.disabled() ? Standing.DISABLED : Standing.ACTIVE))
        .orElseGet(() -> new Roster(user, 0, List.of(), new int[0], 0, Admission.OF_NOBODY));
  }

  private Roster load(UserId user, Standing standing) {
    return rosters
        .effective(user)
        .map(effective -> split(user, effective.listVersion(), effective.members(), standing))
        .orElseGet(() ->
            new Roster(user, 0, List.of(), new int[0], 0, new Admission(standing, List.of())));
  }

  private Roster split(UserId user, long version, List<Member> listed, Standing standing) {
    LocalDate oldest = LocalDate.ofInstant(clock.instant().minus(retention), clock.getZone());
    List<Member> present =
        listed.stream().filter(member -> !member.lastSeen().isBefore(oldest)).toList();
    List<Away> away =
        listed.stream()
            .filter(member -> member.lastSeen().isBefore(oldest))
            .map(member -> new Away(member.device(), member.registration()))
            .toList();
    return new Roster(
        user,
        version,
        present.stream().map(member -> recipients.of(user, member.device())).toList(),
        present.stream().mapToInt(Member::registration).toArray(),
        keyless(present),
        new Admission(standing, away));
  }

  private int keyless(List<Member> present) {
    Instant oldest = clock.instant().minus(KEYS_LAST);
    int keyless = 0;
    for (int i = 0; i < present.size(); i++) {
      Instant since = present.get(i).keysSince();
      keyless |= since == null || since.isBefore(oldest) ? 1 << i : 0;
    }
    return keyless;
  }
}
