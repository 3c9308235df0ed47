package dev.letterlock.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Drives a {@link RelayServer} and prints what a message costs its process: {@code RelayLoad PORT
 * PID PAIRS WINDOW SECONDS}. With 0 seconds it only connects and prints the resident memory that
 * each idle connection takes.
 */
public final class RelayLoad {

  private static final int PAYLOAD = 1256; // 1 KiB padded, with the envelope around it
  private static final int WARM_UP_SECONDS = 5;
  private static final int TICKS_PER_SECOND = 100;
  private static final int BATCH = 200;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private RelayLoad() {}

  public static void main(String[] arguments) throws Exception {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    Path process = Path.of("/proc", arguments[1]);
    int pairs = Integer.parseInt(arguments[2]);
    int window = Integer.parseInt(arguments[3]);
    int seconds = Integer.parseInt(arguments[4]);
    AtomicLong delivered = new AtomicLong();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    long before = residentKiB(process);
    double connectCpu = cpuSeconds(process);
    connect(group, server, pairs, seconds == 0 ? 0 : window, delivered);
    if (seconds == 0) {
      Thread.sleep(TimeUnit.SECONDS.toMillis(WARM_UP_SECONDS));
      System.out.printf(
          "%d connections, %.2f KiB each, %.0f connects per CPU-second%n",
          2 * pairs,
          (residentKiB(process) - before) / (2.0 * pairs),
          2 * pairs / (cpuSeconds(process) - connectCpu));
    } else {
      Thread.sleep(TimeUnit.SECONDS.toMillis(WARM_UP_SECONDS));
      measure(process, delivered, seconds);
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static void connect(
      EventLoopGroup group, InetSocketAddress server, int pairs, int window, AtomicLong delivered)
      throws InterruptedException {
    List<Channel> pending = new ArrayList<>();
    for (int i = 0; i < 2 * pairs; i++) {
      RelayClient client = new RelayClient(i / 2, i % 2 == 0 ? window : 0, PAYLOAD, delivered);
      Bootstrap bootstrap = new Bootstrap().group(group).channel(EpollSocketChannel.class);
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
      bootstrap.option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
      bootstrap.handler(
          new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
              channel.pipeline().addLast(client);
            }
          });
      pending.add(bootstrap.connect(server).sync().channel());
      if (pending.size() == BATCH) {
        pending.clear();
        Thread.sleep(5);
      }
    }
  }

  private static void measure(Path process, AtomicLong delivered, int seconds)
      throws InterruptedException, IOException {
    long countBefore = delivered.get();
    double cpuBefore = cpuSeconds(process);
    Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
    long messages = delivered.get() - countBefore;
    double cpu = cpuSeconds(process) - cpuBefore;
    System.out.printf(
        "%.2f µs CPU per message, %.0f messages/s, %.0f %% of a core%n",
        1e6 * cpu / messages, (double) messages / seconds, 100 * cpu / seconds);
  }

  private static double cpuSeconds(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = BLANKS.split(stat.substring(stat.lastIndexOf(")") + 2), -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  private static long residentKiB(Path process) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(BLANKS.split(line, -1)[1]))
        .findFirst()
        .orElseThrow();
  }
}
