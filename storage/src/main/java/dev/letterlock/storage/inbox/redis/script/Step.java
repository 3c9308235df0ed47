package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import java.util.List;

/** One script of a commit, in one partition. The commit thread owns it. */
public sealed interface Step permits PrepareStep, CarryStep {

  /** What is sent. The arenas are read here and not later. */
  ScriptCall call();

  /** Takes over what was answered. */
  void apply(List<Object> answer);

  /** Nobody knows whether it happened: all that depends on it has failed. */
  void fail();
}
