package dev.letterlock.server.config;

/**
 * Which of the kernel's interfaces the event loops use; {@code AUTO} takes the best one that works
 * here.
 */
public enum Transport {
  AUTO,
  IO_URING,
  EPOLL,
  NIO
}
