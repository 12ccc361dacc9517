package io.egresslens.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the figures of a measurement depend on.
 *
 * @param processor as the system names it; the architecture where it names none
 * @param cores how many the JVM sees
 */
record BenchMachine(String processor, int cores, String system, String java, long maxHeapBytes) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** This machine and this JVM. */
  static BenchMachine here() {
    Runtime runtime = Runtime.getRuntime();
    return new BenchMachine(
        processorName(),
        runtime.availableProcessors(),
        System.getProperty("os.name") + ' ' + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version"),
        runtime.maxMemory());
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
