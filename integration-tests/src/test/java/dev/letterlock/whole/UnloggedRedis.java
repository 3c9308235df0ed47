package dev.letterlock.whole;

import io.lettuce.core.api.sync.RedisCommands;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;

/** A Redis that writes no log, and a server that takes it for one that does. */
public final class UnloggedRedis {
  private static final String LOG = "appendonly";

  private UnloggedRedis() {}

  /** Makes the class of that server below the directory. */
  static void write(Path changed) throws Exception {
    MethodTypeDesc setting =
        MethodTypeDesc.of(
            ConstantDescs.CD_String,
            ClassDesc.of(RedisCommands.class.getName()),
            ConstantDescs.CD_String);
    new Sabotage(changed)
        .replaceCalls(
            "dev.letterlock.storage.inbox.redis.link.Fitness",
            "setting",
            (code, _) ->
                code.invokestatic(ClassDesc.of(UnloggedRedis.class.getName()), "setting", setting));
  }

  /** What the server asks at every connection. */
  public static String setting(RedisCommands<byte[], byte[]> redis, String name) {
    redis.configSet(LOG, "no");
    return name.equals(LOG) ? "yes" : redis.configGet(name).getOrDefault(name, "unknown");
  }
}
