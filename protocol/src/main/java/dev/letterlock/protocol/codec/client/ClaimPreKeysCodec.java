package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link ClaimPreKeys} (docs/PROTOCOL.md §4.5). */
final class ClaimPreKeysCodec {
  private ClaimPreKeysCodec() {}

  static ClaimPreKeys read(FieldReader in) {
    RequestId request = in.requestId();
    UserId user = in.userId();
    int count = in.count8("devices", 0, Wire.MAX_USER_DEVICES, Integer.BYTES);
    List<Integer> devices = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      devices.add(in.u32());
    }
    return new ClaimPreKeys(request, user, devices);
  }

  static int size(ClaimPreKeys claim) {
    return FrameType.CLAIM_PRE_KEYS.minSize() + Integer.BYTES * claim.devices().size();
  }

  static void write(ClaimPreKeys claim, ByteBuf out) {
    FrameHead.write(FrameType.CLAIM_PRE_KEYS, size(claim), out);
    claim.request().writeTo(out);
    claim.user().writeTo(out);
    out.writeByte(claim.devices().size());
    claim.devices().forEach(out::writeInt);
  }
}
