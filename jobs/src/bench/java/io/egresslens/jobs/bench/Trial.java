package io.egresslens.jobs.bench;

import io.egresslens.jobs.bench.Contestant.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a contestant, as Linux saw it.
 *
 * @param seconds wall time of the process, from before its start to after its end
 * @param cpuSeconds processor time of the process
 * @param brokerSeconds processor time of the companion meanwhile; 0 without one
 * @param peakBytes the most memory that was resident, looked at every 50 ms
 * @param foreignShare share of the machine's processors that others had meanwhile, stolen time and
 *     this process included, a broker of ours not
 * @param output what it printed
 */
record Trial(
    double seconds,
    double cpuSeconds,
    double brokerSeconds,
    long peakBytes,
    double foreignShare,
    List<String> output) {
  /** Above this share a round is disturbed. */
  static final double QUIET = 0.03;

  /** A run that did not come to its end. */
  static final Trial FAILED = new Trial(Double.NaN, Double.NaN, 0, 0, 0, List.of());

  private static final double TICKS_PER_SECOND = 100;

  /**
   * Runs a command to its end.
   *
   * @param folder where it runs; gets its output as {@code output.txt}
   * @param companion a process whose time is nobody else's; null for none
   * @throws IOException when it fails; with the end of its output
   */
  static Trial of(Command command, Path folder, ProcessHandle companion)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command.words());
    builder.environment().putAll(command.environment());
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    long[] machineBefore = machineTicks();
    double childrenBefore = childrenSeconds();
    double companionBefore = companionSeconds(companion);
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    long peakBytes = 0;
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      peakBytes = Math.max(peakBytes, peak(status));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = childrenSeconds() - childrenBefore;
    double companionSeconds = companionSeconds(companion) - companionBefore;
    long[] machine = machineTicks();
    double busy = (machine[0] - machineBefore[0]) / TICKS_PER_SECOND;
    double all = Math.max(1, machine[1] - machineBefore[1]) / TICKS_PER_SECOND;
    List<String> lines = Files.readAllLines(output);
    if (process.exitValue() != 0) {
      throw new IOException(
          "exit "
              + process.exitValue()
              + " of "
              + String.join(" ", command.words())
              + '\n'
              + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
    }
    return new Trial(
        seconds,
        cpuSeconds,
        companionSeconds,
        peakBytes,
        (busy - cpuSeconds - companionSeconds) / all,
        lines);
  }

  boolean isDisturbed() {
    return foreignShare > QUIET;
  }

  /** The seconds that count. */
  double secondsOf(Contestant contestant) {
    return contestant.figure() == null || Double.isNaN(seconds)
        ? seconds
        : figure(contestant.figure());
  }

  /** What it said on its line {@code figure NAME NUMBER}. */
  double figure(String name) {
    String start = "figure " + name + ' ';
    return output.stream()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("it printed no " + start));
  }

  /** Busy and all ticks of all processors. */
  private static long[] machineTicks() throws IOException {
    String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split(" +");
    long[] ticks = Arrays.stream(cpu, 1, 9).mapToLong(Long::parseLong).toArray();
    long all = Arrays.stream(ticks).sum();
    return new long[] {all - ticks[3] - ticks[4], all};
  }

  /** Of the children of this process that have ended. */
  private static double childrenSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
  }

  private static double companionSeconds(ProcessHandle companion) {
    return companion == null
        ? 0
        : companion.info().totalCpuDuration().map(time -> time.toMillis() / 1e3).orElse(0.0);
  }

  /** 0 when the process has just ended. */
  private static long peak(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
    return 0;
  }
}
