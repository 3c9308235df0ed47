package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The envelopes of one commit, those for one inbox that follow each other packed together: one
 * entry in the inbox's stream keeps them. Reusable; the commit thread owns it.
 */
final class Packs {
  private static final int MOST_ENVELOPES = 64;
  private static final int MOST_BYTES = 32 << 10;
  private static final int FIRST_CAPACITY = 16;

  private final List<ByteBuf> arenas = new ArrayList<>();
  private int[] offsets = new int[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private int[] packOf = new int[FIRST_CAPACITY];
  private int envelopes;

  private int[] devices = new int[FIRST_CAPACITY];
  private int[] counts = new int[FIRST_CAPACITY];
  private int[] sizes = new int[FIRST_CAPACITY];
  private int[] places = new int[FIRST_CAPACITY];
  private long[] expiries = new long[FIRST_CAPACITY];
  private boolean[] alone = new boolean[FIRST_CAPACITY];
  private int packs;

  void clear() {
    arenas.clear();
    envelopes = 0;
    packs = 0;
  }

  /**
   * Adds an envelope.
   *
   * @param device for which inbox
   * @param open the pack that the inbox's last envelope is in; 0 if none
   * @param single it has to be alone, because it may be replaced
   * @return its pack, from 1
   */
  int add(int device, int open, ByteBuf arena, int offset, int length, boolean single) {
    int pack = open - 1;
    boolean fits =
        open > 0
            && !single
            && !alone[pack]
            && counts[pack] < MOST_ENVELOPES
            && sizes[pack] + length <= MOST_BYTES;
    if (!fits) {
      pack = begin(device, single);
    }
    counts[pack]++;
    sizes[pack] += length;
    long expiry = arena.getLong(offset + EnvelopeCodec.EXPIRY_OFFSET);
    if (expiry > 0 && expiry < MessagePack.LIMIT) {
      expiries[pack] = expiries[pack] == 0 ? expiry : Math.min(expiries[pack], expiry);
    }
    addEnvelope(arena, offset, length, pack);
    return pack + 1;
  }

  /** Adds the table of packs, then the envelopes of each, as arguments. */
  void addTo(ScriptCall call, MessagePack table) {
    table.clear();
    for (int i = 0; i < packs; i++) {
      table.number(devices[i]).number(expiries[i]).number(counts[i]);
    }
    call.argument(table.finished());
    for (int i = 0; i < packs; i++) {
      places[i] = call.reserve(sizes[i]);
    }
    for (int i = 0; i < envelopes; i++) {
      int pack = packOf[i];
      call.arguments().setBytes(places[pack], arenas.get(i), offsets[i], lengths[i]);
      places[pack] += lengths[i];
    }
  }

  private int begin(int device, boolean single) {
    if (packs == devices.length) {
      growPacks();
    }
    devices[packs] = device;
    counts[packs] = 0;
    sizes[packs] = 0;
    expiries[packs] = 0;
    alone[packs] = single;
    return packs++;
  }

  private void addEnvelope(ByteBuf arena, int offset, int length, int pack) {
    if (envelopes == offsets.length) {
      int capacity = envelopes * 2;
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      packOf = Arrays.copyOf(packOf, capacity);
    }
    arenas.add(arena);
    offsets[envelopes] = offset;
    lengths[envelopes] = length;
    packOf[envelopes] = pack;
    envelopes++;
  }

  private void growPacks() {
    int capacity = packs * 2;
    devices = Arrays.copyOf(devices, capacity);
    counts = Arrays.copyOf(counts, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    places = Arrays.copyOf(places, capacity);
    expiries = Arrays.copyOf(expiries, capacity);
    alone = Arrays.copyOf(alone, capacity);
  }
}
