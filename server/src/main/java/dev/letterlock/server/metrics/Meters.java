package dev.letterlock.server.metrics;

import java.util.List;

/**
 * Every meter of the server; {@code docs/OPERATIONS.md} holds the same table. Nothing is measured
 * under a name that does not stand here. No meter names a user, a device or an address.
 */
public enum Meters {
  SESSIONS("letterlock_sessions", Kind.GAUGE, "sessions", "Sessions after Hello"),
  SESSIONS_OPENED("letterlock_sessions_opened_total", Kind.COUNTER, "sessions", "Hellos welcomed"),
  SESSIONS_CLOSED(
      "letterlock_sessions_closed_total",
      Kind.COUNTER,
      "sessions",
      "Sessions ended, by close reason",
      "reason"),
  TRANSPORT(
      "letterlock_transport", Kind.GAUGE, "1", "1 for the transport in use", "transport", "tls"),
  EVENT_LOOP_LAG(
      "letterlock_event_loop_lag_seconds",
      Kind.GAUGE,
      "seconds",
      "How late the latest tick of the slowest event loop ran"),

  FRAMES("letterlock_frames_total", Kind.COUNTER, "frames", "Frames read or written", "type"),
  REJECTS(
      "letterlock_rejects_total",
      Kind.COUNTER,
      "requests",
      "Refused, by place and code",
      "at",
      "code"),
  ACCEPTED("letterlock_accepted_total", Kind.COUNTER, "messages", "Sends answered by Accepted"),
  DELIVERED(
      "letterlock_delivered_total", Kind.COUNTER, "messages", "Deliver frames handed to sockets"),
  ACKED("letterlock_acked_total", Kind.COUNTER, "messages", "Inbox entries that devices confirmed"),
  SUBMIT_ACCEPTED(
      "letterlock_submit_accepted_seconds",
      Kind.HISTOGRAM,
      "seconds",
      "From the Send read to its Accepted written"),
  SUBMIT_DELIVER(
      "letterlock_submit_deliver_seconds",
      Kind.HISTOGRAM,
      "seconds",
      "From the Send read to its first Deliver written, recipients connected here"),

  DURABILITY("letterlock_durability", Kind.GAUGE, "1", "1 for the mode in force", "mode"),
  COMMITS("letterlock_commits_total", Kind.COUNTER, "commits", "Commits of the inbox engine"),
  COMMITTED(
      "letterlock_committed_messages_total",
      Kind.COUNTER,
      "messages",
      "Messages in all commits of the inbox engine"),
  COMMIT_BATCH(
      "letterlock_commit_batch_messages",
      Kind.GAUGE,
      "messages",
      "Messages in the latest commit of the inbox engine"),
  COMMIT_TIME(
      "letterlock_commit_seconds_total",
      Kind.COUNTER,
      "seconds",
      "How long all commits of the inbox engine took"),
  COMMIT_SLOWEST(
      "letterlock_commit_slowest_seconds",
      Kind.GAUGE,
      "seconds",
      "How long the slowest commit took of the last 15 to 30 seconds"),
  INBOX_DEPTH(
      "letterlock_inbox_waiting_messages",
      Kind.GAUGE,
      "messages",
      "Messages that wait for their devices in all inboxes; old ones are estimated"),
  INBOXES("letterlock_inboxes", Kind.GAUGE, "inboxes", "Inboxes whose state is held in memory"),
  NODE_MESSAGES(
      "letterlock_node_messages_total",
      Kind.COUNTER,
      "messages",
      "Messages to other servers on the same inboxes: taken, unheard (it was gone), lost (unknown)",
      "outcome"),
  NODE_MESSAGES_HEARD(
      "letterlock_node_messages_heard_total",
      Kind.COUNTER,
      "messages",
      "Messages of other servers on the same inboxes"),
  NODE_FINDINGS(
      "letterlock_node_findings_total",
      Kind.COUNTER,
      "sessions",
      "Sessions that had missed something, as the look of each second found"),
  MONGO_TIME(
      "letterlock_mongo_seconds",
      Kind.SUMMARY,
      "seconds",
      "One MongoDB command, by name and outcome: ok, failed",
      "command",
      "outcome"),
  JOBS("letterlock_jobs", Kind.GAUGE, "jobs", "Background jobs by state", "state"),
  ROSTERS("letterlock_rosters", Kind.GAUGE, "rosters", "Rosters held in memory"),
  ROSTER_LOADS("letterlock_roster_loads_total", Kind.COUNTER, "loads", "Rosters read from Mongo"),

  BLOBS(
      "letterlock_blobs_total",
      Kind.COUNTER,
      "blobs",
      "Blobs by what became of them: stored, deleted, expired (unfinished uploads too)",
      "outcome"),
  BLOB_BYTES(
      "letterlock_blob_bytes_total",
      Kind.COUNTER,
      "bytes",
      "Bytes of blobs that came and went: in, out",
      "direction"),

  PRE_KEYS_CLAIMED(
      "letterlock_pre_keys_claimed_total",
      Kind.COUNTER,
      "keys",
      "Pre-keys handed out: signed, one_time, kem_one_time, kem_last_resort",
      "kind"),
  OPK_LOW(
      "letterlock_opk_low_total",
      Kind.COUNTER,
      "claims",
      "Claims that went without a one-time key, by cause: none, reserved, drained",
      "cause"),
  PASSWORD_TIME(
      "letterlock_password_seconds",
      Kind.SUMMARY,
      "seconds",
      "One password hash, waiting included"),
  HTTP_TIME(
      "letterlock_http_seconds",
      Kind.SUMMARY,
      "seconds",
      "One HTTP request, by route pattern and status",
      "route",
      "status"),
  LIBSODIUM("letterlock_libsodium", Kind.GAUGE, "1", "1 for the version in use", "version"),

  PROCESS_CPU(
      "process_cpu_seconds_total", Kind.COUNTER, "seconds", "User and system time of the process"),
  PROCESS_MEMORY(
      "process_resident_memory_bytes", Kind.GAUGE, "bytes", "Resident memory of the process"),
  PROCESS_FILES("process_open_fds", Kind.GAUGE, "files", "Open files and sockets"),
  PROCESS_FILES_LIMIT("process_max_fds", Kind.GAUGE, "files", "Limit of open files and sockets"),
  PROCESS_START(
      "process_start_time_seconds", Kind.GAUGE, "seconds", "Start of the process since 1970"),
  JVM_MEMORY_USED("jvm_memory_used_bytes", Kind.GAUGE, "bytes", "Memory in use", "area"),
  JVM_MEMORY_COMMITTED(
      "jvm_memory_committed_bytes", Kind.GAUGE, "bytes", "Memory taken from the system", "area"),
  JVM_MEMORY_MAX("jvm_memory_max_bytes", Kind.GAUGE, "bytes", "Memory at most", "area"),
  JVM_GC_TIME("jvm_gc_seconds_total", Kind.COUNTER, "seconds", "Time in collections", "collector"),
  JVM_GC_COUNT("jvm_gc_collections_total", Kind.COUNTER, "collections", "Collections", "collector"),
  JVM_THREADS("jvm_threads", Kind.GAUGE, "threads", "Platform threads alive");

  /** How a meter moves and is shown. */
  public enum Kind {
    /** Only grows. */
    COUNTER,
    /** A level that goes up and down. */
    GAUGE,
    /** Count, sum and cumulative buckets. */
    HISTOGRAM,
    /** Count, sum and recent maximum. */
    SUMMARY
  }

  private final String exposedName;
  private final Kind kind;
  private final String unit;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<String> labels;

  Meters(String exposedName, Kind kind, String unit, String meaning, String... labels) {
    this.exposedName = exposedName;
    this.kind = kind;
    this.unit = unit;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  /** The name in the Prometheus text. */
  public String exposedName() {
    return exposedName;
  }

  public Kind kind() {
    return kind;
  }

  /** What one is; {@code 1} for a meter that only carries labels. */
  public String unit() {
    return unit;
  }

  /** The meaning in plain words. */
  public String meaning() {
    return meaning;
  }

  /** The names of its labels, in the order in which values are given. */
  public List<String> labels() {
    return labels;
  }
}
