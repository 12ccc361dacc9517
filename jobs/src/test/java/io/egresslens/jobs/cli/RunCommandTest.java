package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.jobs.flow.FlowJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the job of {@code run} keeps its state; that it runs is shown elsewhere. */
class RunCommandTest {
  @TempDir Path folder;

  @Test
  void stateWithoutAFolderOfItsOwnMayBeLargerThanTheEngineKeepsInMemory() throws IOException {
    Path state = stateOf("");
    assertThat(state).isEmptyDirectory().isNotEqualTo(stateOf(""));
  }

  @Test
  void stateLiesInTheFolderThatTheConfigurationNames() throws IOException {
    assertThat(stateOf("checkpoint: {directory: state}\n")).isEqualTo(folder.resolve("state"));
  }

  private Path stateOf(String more) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("run.yaml"), "kafka: {bootstrapServers: \"b:1\", topics: [t]}\n" + more);
    var engine = RunCommand.environment(FlowJob.load(config.toString()), null).getConfiguration();
    assertThat(engine.get(CheckpointingOptions.CHECKPOINT_STORAGE)).isEqualTo("filesystem");
    return Path.of(URI.create(engine.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)));
  }
}
