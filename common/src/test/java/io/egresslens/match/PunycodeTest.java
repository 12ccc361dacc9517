package io.egresslens.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Holds {@link Punycode} against the JDK's way there. */
class PunycodeTest {
  @Test
  void whatTheJdkEncodesIsReadBack() {
    for (long seed = 1; seed <= 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder label = new StringBuilder();
      for (int i = 1 + random.nextInt(12); i > 0; i--) {
        label.append(random.nextBoolean() ? "abc-19".charAt(random.nextInt(6)) : letter(random));
      }
      // A letter in front, as a label that begins with a hyphen has no form in IDN.
      String text = "\u0431" + label + "z";
      String ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
      assertThat(ascii).startsWith("xn--");
      assertThat(Punycode.decode(ascii.substring(4))).as("seed %s, %s", seed, text).isEqualTo(text);
    }
  }

  @Test
  void anyTextIsReadWithoutHarm() {
    int none = 0;
    for (long seed = 1; seed <= 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(50); i > 0; i--) {
        text.append("abcdefghijklmnopqrstuvwxyz0123456789-_".charAt(random.nextInt(38)));
      }
      none += Punycode.decode(text.toString()) == null ? 1 : 0;
    }
    assertThat(none).isBetween(1000, 20_000);
  }

  private static char letter(Random random) {
    return "\u0430\u043e\u0435\u03b1\u4e2d\u6587".charAt(random.nextInt(6));
  }
}
