package dev.letterlock.server.session;

import dev.letterlock.protocol.id.DeviceAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One device as this process knows it: its address, one object per device, and the session that is
 * connected here, if any. Thread-safe.
 *
 * <p>A session is attached before it reads its inbox, and a commit looks for the session after it
 * is visible to readers. So either the reader finds the entry or the commit finds the session.
 */
public final class Recipient {
  private static final VarHandle SESSION = sessionHandle();

  private final DeviceAddress address;

  @SuppressWarnings("unused") // through SESSION
  private volatile @Nullable DeviceSession session;

  Recipient(DeviceAddress address) {
    this.address = address;
  }

  public DeviceAddress address() {
    return address;
  }

  /** The session of the device that is connected to this process. */
  public @Nullable DeviceSession session() {
    return session;
  }

  /** Attaches a new session and returns the one that it displaces. */
  public @Nullable DeviceSession attach(DeviceSession newer) {
    return (DeviceSession) SESSION.getAndSet(this, newer);
  }

  /** Detaches {@code older} unless another session has displaced it; true if it was attached. */
  public boolean detach(DeviceSession older) {
    return SESSION.compareAndSet(this, older, null);
  }

  @Override
  public String toString() {
    return address.toString();
  }

  private static VarHandle sessionHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Recipient.class, "session", DeviceSession.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
