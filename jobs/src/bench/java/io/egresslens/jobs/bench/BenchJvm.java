package io.egresslens.jobs.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java command of contestants that are classes of this package. */
final class BenchJvm {
  private static final List<String> OPENED = List.of("lang", "util", "time", "net", "nio", "io");

  private BenchJvm() {}

  /** Everything before the name of the class: this JVM's own command and class path. */
  static List<String> words(List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.add("-Degresslens.log.level=off");
    for (String opened : OPENED) {
      words.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    return words;
  }
}
