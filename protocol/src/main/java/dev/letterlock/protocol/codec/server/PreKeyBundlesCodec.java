package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link PreKeyBundles} (docs/PROTOCOL.md §5.8). */
final class PreKeyBundlesCodec {
  private static final int BUNDLE_SIZE =
      2 * Integer.BYTES
          + PreKeyBundle.CERTIFICATE_SIZE
          + PreKeyBundle.SIGNED_PRE_KEY_SIZE
          + PreKeyBundle.ONE_TIME_PRE_KEY_SIZE
          + Byte.BYTES;

  private PreKeyBundlesCodec() {}

  static PreKeyBundles read(FieldReader in) {
    RequestId request = in.requestId();
    UserId user = in.userId();
    long listVersion = in.u64();
    int count = in.count8("bundles", 0, Wire.MAX_USER_DEVICES, BUNDLE_SIZE);
    List<PreKeyBundle> bundles = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      bundles.add(readBundle(in));
    }
    return new PreKeyBundles(request, user, listVersion, bundles);
  }

  static int size(PreKeyBundles frame) {
    int size = FrameType.PRE_KEY_BUNDLES.minSize() + BUNDLE_SIZE * frame.bundles().size();
    for (PreKeyBundle bundle : frame.bundles()) {
      size += bundle.kemPreKey() == null ? 0 : PreKeyBundle.KEM_PRE_KEY_SIZE;
    }
    return size;
  }

  static void write(PreKeyBundles frame, ByteBuf out) {
    FrameHead.write(FrameType.PRE_KEY_BUNDLES, size(frame), out);
    frame.request().writeTo(out);
    frame.user().writeTo(out);
    out.writeLong(frame.listVersion()).writeByte(frame.bundles().size());
    for (PreKeyBundle bundle : frame.bundles()) {
      writeBundle(bundle, out);
    }
  }

  private static PreKeyBundle readBundle(FieldReader in) {
    return new PreKeyBundle(
        in.u32(),
        in.u32(),
        in.bytes(PreKeyBundle.CERTIFICATE_SIZE),
        in.bytes(PreKeyBundle.SIGNED_PRE_KEY_SIZE),
        in.bytes(PreKeyBundle.ONE_TIME_PRE_KEY_SIZE),
        in.flag("KEM present") ? in.bytes(PreKeyBundle.KEM_PRE_KEY_SIZE) : null);
  }

  private static void writeBundle(PreKeyBundle bundle, ByteBuf out) {
    out.writeInt(bundle.device()).writeInt(bundle.registration());
    bundle.certificate().writeTo(out);
    bundle.signedPreKey().writeTo(out);
    bundle.oneTimePreKey().writeTo(out);
    OpaqueBytes kem = bundle.kemPreKey();
    out.writeByte(kem == null ? 0 : 1);
    if (kem != null) {
      kem.writeTo(out);
    }
  }
}
