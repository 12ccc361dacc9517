package io.egresslens.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import io.egresslens.flow.IpAddress;
import io.egresslens.names.NameRange.Basis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedNamesTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final IpAddress ADDRESS = IpAddress.parse("203.0.113.20");

  private static AddressNames read(Flow... flows) {
    AddressNames names = new AddressNames();
    List.of(flows).forEach(names::add);
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.example. 60 IN A 203.0.113.20                        | a.example 203.0.113.20 60
          ;; ANSWER SECTION:\\nA.Example.\\t60\\tIN\\tA\\t203.0.113.20 | a.example 203.0.113.20 60
          a.example 5 in aaaa 2001:db8::1                        | a.example 2001:db8::1 5
          a.example. 60 IN CNAME b.example. b.example. 9 IN A 203.0.113.20 | b.example 203.0.113.20 9; a.example 203.0.113.20 9
          a.example. 3 IN CNAME b.example. b.example. 9 IN A 203.0.113.20 | b.example 203.0.113.20 9; a.example 203.0.113.20 3
          a.example. 9 IN CNAME a.example. a.example. 9 IN CNAME b.example. | ''
          a.example. 999999999 IN A 203.0.113.20                 | a.example 203.0.113.20 604800
          a.example. -1 IN A 203.0.113.20                        | ''
          a.example. 60 IN A 203.0.113.020                       | ''
          a..b. 60 IN A 203.0.113.20                             | ''
          a.example. 60 IN MX 10 b.example.                      | ''
          IN A IN A IN                                           | ''
          no answer at all                                       | ''
          ''                                                     | ''
          """)
  void answersAreReadFromRecordsInTheirCommonForm(String text, String expected) {
    List<String> answers =
        DnsAnswers.of(text.replace("\\n", "\n").replace("\\t", "\t")).stream()
            .map(one -> one.name() + " " + one.address() + " " + one.ttlSeconds())
            .toList();
    assertThat(String.join("; ", answers)).isEqualTo(expected);
  }

  @Test
  void hostileTextsAreNeverAnError() {
    long seed = 3;
    Random random = new Random(seed);
    String[] words = {
      "IN", "A", "CNAME", "a.example.", "b.example.", "60", "203.0.113.1", "\u202e"
    };
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(2_000); word > 0; word--) {
        text.append(words[random.nextInt(words.length)]).append(' ');
      }
      assertThat(DnsAnswers.of(text.toString())).as("seed %d", seed).hasSizeLessThan(70_000);
    }
    assertThat(DnsAnswers.of(null)).isEmpty();
  }

  @Test
  void anAnswerHoldsFromItsTimeUntilItsTtlIsOver() {
    assertThat(read(Records.trace(START, "a.example. 60 IN A 203.0.113.20")).of(ADDRESS))
        .containsExactly(range("a.example", 0, 60, 1, false));
  }

  @Test
  void twoNamesOfOneTimeAreMarkedAndOfTwoTimesAreNot() {
    Flow first = Records.trace(START, "a.example. 60 IN A 203.0.113.20");
    Flow second = Records.trace(START.plusSeconds(30), "b.example. 60 IN A 203.0.113.20");
    Flow later = Records.trace(START.plusSeconds(90_000), "b.example. 60 IN A 203.0.113.20");
    assertThat(read(first, second).of(ADDRESS))
        .containsExactly(range("a.example", 0, 60, 1, true), range("b.example", 30, 90, 1, true));
    assertThat(read(first, later).of(ADDRESS))
        .containsExactly(
            range("a.example", 0, 60, 1, false), range("b.example", 90_000, 90_060, 1, false));
  }

  @Test
  void rangesDoNotDependOnTheOrderOfAnswers() {
    long seed = 4;
    Random random = new Random(seed);
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String name = (char) ('a' + random.nextInt(3)) + ".example. ";
      Instant at = START.plusSeconds(random.nextInt(700_000));
      flows.add(Records.trace(at, name + random.nextInt(7000) + " IN A 203.0.113.20"));
    }
    List<NameRange> expected = read(flows.toArray(Flow[]::new)).of(ADDRESS);
    assertThat(expected).hasSizeGreaterThan(10);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(flows, random);
      assertThat(read(flows.toArray(Flow[]::new)).of(ADDRESS))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  private static NameRange range(String name, int from, int to, int answers, boolean oneOf) {
    return new NameRange(
        Basis.LOGGED,
        START.plusSeconds(from),
        START.plusSeconds(to),
        0,
        List.of(new CandidateName(name, 1, answers)),
        oneOf,
        answers,
        0);
  }
}
