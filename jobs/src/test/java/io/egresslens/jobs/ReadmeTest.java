package io.egresslens.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Labels;
import io.egresslens.flow.RecordBox;
import io.egresslens.jobs.flow.FlowOperatorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the notes say of the code is there. The commands of the README are run by CI. */
class ReadmeTest {
  @Test
  void everyOperatorStandsInTheTable() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (FlowOperatorId id : FlowOperatorId.values()) {
      String uid = id == FlowOperatorId.ROLL_UP ? id.uid(1) : id.uid();
      assertThat(readme).contains("`" + uid + "`");
    }
  }

  @Test
  void everyBoxStandsInTheTableOfMetrics() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (RecordBox box : RecordBox.values()) {
      assertThat(readme).contains("`" + Labels.kebab(box.name()) + "`");
    }
  }

  @Test
  void theReadmeNamesEveryVerdictAndExpectation() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    for (var expectation : Expectation.values()) {
      assertThat(readme).contains("`" + expectation.label() + "`");
    }
    for (var verdict : Verdict.values()) {
      assertThat(readme).contains("`" + verdict.label() + "`");
    }
  }
}
