package io.egresslens.jobs.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Java command of contestants that are classes of this package. */
final class BenchJvm {
  private static final List<String> OPENED = List.of("lang", "util", "time", "net", "nio", "io");

  private BenchJvm() {}

  /** A command with short names for what is the same in all. */
  static String abbreviated(String command) {
    String opens =
        words(List.of()).stream()
            .filter(word -> word.startsWith("--add"))
            .collect(Collectors.joining(" "));
    String classPath = words(List.of()).get(words(List.of()).size() - 1);
    return command.replace(opens, "$ADD_OPENS").replace(classPath, "$CLASSPATH");
  }

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
    // Absolute, because contestants run in folders of their own.
    words.add(
        Pattern.compile(File.pathSeparator)
            .splitAsStream(System.getProperty("java.class.path"))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    return words;
  }
}
