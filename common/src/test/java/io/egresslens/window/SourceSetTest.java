package io.egresslens.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSetTest {
  @ParameterizedTest
  @CsvSource({"0", "1", "5", "999", "1000", "1001", "1500", "20000"})
  void countDependsNeitherOnOrderNorOnHowTheAddressesWereSharedOut(int distinct) {
    long seed = 7_000 + distinct;
    Random random = new Random(seed);
    Set<IpAddress> truth = new TreeSet<>();
    while (truth.size() < distinct) {
      truth.add(
          random.nextBoolean()
              ? IpAddress.ofV4(random.nextInt())
              : new IpAddress(random.nextLong(), random.nextLong()));
    }
    SourceSet one = build(new ArrayList<>(truth));
    SourceSet shuffledParts = SourceSet.EMPTY;
    List<IpAddress> twice = new ArrayList<>(truth);
    twice.addAll(truth);
    Collections.shuffle(twice, random);
    for (int from = 0; from < twice.size(); from += 313) {
      SourceSet part = build(twice.subList(from, Math.min(twice.size(), from + 313)));
      shuffledParts = random.nextBoolean() ? shuffledParts.union(part) : part.union(shuffledParts);
    }

    assertThat(shuffledParts.addresses()).as("seed %d", seed).isEqualTo(one.addresses());
    assertThat(shuffledParts.sketch()).as("seed %d", seed).isEqualTo(one.sketch());
    assertThat(one.isEstimated()).isEqualTo(distinct > SourceSet.EXACT_LIMIT);
    assertThat(one.samples())
        .containsExactlyElementsOf(truth.stream().limit(SourceSet.SAMPLE_SIZE).toList());
    if (one.isEstimated()) {
      assertThat((double) one.count()).isBetween(distinct * 0.95, distinct * 1.05);
    } else {
      assertThat(one.count()).isEqualTo(distinct);
    }
  }

  @Test
  void aUnionChangesNeitherSide() {
    SourceSet a = build(List.of(IpAddress.ofV4(1), IpAddress.ofV4(3)));
    SourceSet b = build(List.of(IpAddress.ofV4(2), IpAddress.ofV4(3)));
    assertThat(a.union(b).count()).isEqualTo(3);
    assertThat(a.count()).isEqualTo(2);
    assertThat(b.count()).isEqualTo(2);
  }

  @Test
  void samplesAreTheSmallestByAddressNotByText() {
    SourceSet set = build(Arrays.asList(IpAddress.parse("10.0.0.10"), IpAddress.parse("10.0.0.9")));
    assertThat(set.samples())
        .extracting(IpAddress::toString)
        .containsExactly("10.0.0.9", "10.0.0.10");
    assertThat(new HashSet<>(set.samples())).hasSize(2);
  }

  private static SourceSet build(List<IpAddress> addresses) {
    SourceSet.Builder builder = new SourceSet.Builder();
    addresses.forEach(builder::add);
    return builder.build();
  }
}
