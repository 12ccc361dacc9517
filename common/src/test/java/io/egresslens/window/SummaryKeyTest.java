package io.egresslens.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryKeyTest {
  private static final long WINDOW_START = 1_763_085_600_000L;
  private static final long WINDOW_END = WINDOW_START + 300_000;

  /** The figures were computed by another program: they hold in every process and every release. */
  @ParameterizedTest
  @CsvSource({
    "/fw, aro-prod, quay.io, 443, https, ALLOW, REQUIRED, aro.quay, -27165868,"
        + " ajv5nu46gywxojs5hgnxk7koo",
    ", unassigned, , 0, , DENY, NO_DESTINATION, , 1880107889, 335v6gs54osbuvxxulo2owhcz"
  })
  void hashAndIdAreTheSameInEveryProcess(
      String firewall,
      String cluster,
      String destination,
      int port,
      String protocol,
      Action action,
      Expectation expectation,
      String entry,
      int hash,
      String id) {
    SummaryKey key =
        new SummaryKey(firewall, cluster, destination, port, protocol, action, expectation, entry);
    PartialSum sum =
        new PartialSum(
            key,
            WINDOW_START,
            "v1",
            0,
            null,
            1,
            SourceSet.EMPTY,
            Instant.EPOCH,
            Instant.EPOCH,
            Map.of());
    assertThat(key.hashCode()).isEqualTo(hash);
    assertThat(Summary.of(sum, WINDOW_END, 0, false, null).id()).isEqualTo(id);
  }
}
