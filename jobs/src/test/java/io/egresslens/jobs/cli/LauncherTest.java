package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher with a Java and a Maven that only pretend, on systems whose {@code readlink} knows
 * {@code -f}, does not (macOS before 12.3), or is not there.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("bash", "cat", "dirname", "env", "find", "mktemp", "mv", "rm", "touch");

  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for word in "$@"; do
        case $word in -XX:ArchiveClassesAtExit=*) echo classes >"${word#*=}" ;; esac
      done
      echo "$@"
      """;

  private static final String READLINK_WITHOUT_F =
      """
      #!/usr/bin/env bash
      if [ "$1" = -f ]; then echo "readlink: illegal option -- f" >&2; exit 1; fi
      """;

  @TempDir Path home;
  private Path bin;
  private Path target;

  /** What a start printed on standard output and standard error. */
  private record Started(int exit, String out, String err) {}

  @BeforeEach
  void aRepositoryThatWasNeverBuilt() throws IOException {
    target = Files.createDirectories(home.resolve("jobs/target"));
    for (String folder : List.of("common/src/main", "jobs/src/main")) {
      Files.createDirectories(home.resolve(folder));
      Files.createFile(home.resolve(folder).resolveSibling("../pom.xml").normalize());
    }
    Files.createFile(home.resolve("pom.xml"));
    Files.copy(Path.of("../egresslens"), home.resolve("egresslens"));
    bin = Files.createDirectory(home.resolve("bin"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), onPath(tool));
    }
    program("java", JAVA);
    program("mvn", "#!/usr/bin/env bash\n");
  }

  @Test
  void theArchiveOfClassesIsUsedByTheJavaThatMadeIt() throws Exception {
    Files.createSymbolicLink(bin.resolve("readlink"), onPath("readlink"));
    Started building = start();
    assertThat(building.err).startsWith("egresslens: building, once");
    assertThat(building.out).contains("-XX:SharedArchiveFile=" + target.resolve("egresslens.jsa"));
    Started again = start();
    assertThat(again.err).isEmpty();
    assertThat(again.out).isEqualTo(building.out).contains(Main.class.getName() + " catalog");
  }

  @Test
  void withoutReadlinkThatResolvesItStartsWithoutAnArchive() throws Exception {
    program("readlink", READLINK_WITHOUT_F);
    startsWithoutArchive();
  }

  @Test
  void withoutReadlinkItStartsWithoutAnArchive() throws Exception {
    startsWithoutArchive();
  }

  @Test
  void anArchiveOfWhichNothingIsKnownIsNotUsed() throws Exception {
    Files.createSymbolicLink(bin.resolve("readlink"), onPath("readlink"));
    start();
    Files.delete(bin.resolve("readlink"));
    program("readlink", READLINK_WITHOUT_F);
    Started again = start();
    assertThat(again.err).isEmpty();
    assertThat(again.out).contains(Main.class.getName()).doesNotContain("SharedArchiveFile");
  }

  private void startsWithoutArchive() throws Exception {
    Started building = start();
    assertThat(building.err.lines()).singleElement().asString().contains("building, once");
    assertThat(building.out).contains(Main.class.getName()).doesNotContain("SharedArchiveFile");
    Started again = start();
    assertThat(again).isEqualTo(new Started(0, building.out, ""));
    try (Stream<Path> made = Files.list(target)) {
      assertThat(made).containsExactly(target.resolve("egresslens.built"));
    }
  }

  private Started start() throws IOException, InterruptedException {
    Path out = home.resolve("out.txt");
    Path err = home.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            bin.resolve("bash").toString(), home.resolve("egresslens").toString(), "catalog");
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("TMPDIR", home.toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    Started started =
        new Started(process.exitValue(), Files.readString(out), Files.readString(err));
    assertThat(started.exit).as(started.err).isZero();
    return started;
  }

  private void program(String name, String text) throws IOException {
    assertThat(Files.writeString(bin.resolve(name), text).toFile().setExecutable(true)).isTrue();
  }

  private static Path onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(tool + " is not on the path"));
  }
}
