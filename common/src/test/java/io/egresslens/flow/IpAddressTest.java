package io.egresslens.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::ffff:10.0.0.1, 10.0.0.1",
    "[::ffff:a00:1], 10.0.0.1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "[fd10:2:0:2::10], fd10:2:0:2::10",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
  })
  void everySpellingOfAnAddressHasOneNormalForm(String text, String normal) {
    assertThat(IpAddress.parse(text)).hasToString(normal);
    assertThat(IpAddress.parse(normal)).isEqualTo(IpAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4 ",
        "1234",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "[::1",
        "::1]",
        "fe80::1%eth0",
        "1:2:3:4:5:6:7:",
        "::1.2.3",
        "quay.io",
        "１.2.3.4"
      })
  void whatIsNoAddressIsNull(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }

  @Test
  void randomAddressesReadAsThePlatformReadsThem() throws UnknownHostException {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[16];
      for (int b = 0; b < 16; b += 2) {
        if (random.nextInt(3) > 0) {
          bytes[b] = (byte) (random.nextBoolean() ? 0 : random.nextInt());
          bytes[b + 1] = (byte) random.nextInt();
        }
      }
      bytes[0] = 0x20;
      InetAddress platform = InetAddress.getByAddress(bytes);
      IpAddress ours = IpAddress.parse(platform.getHostAddress());
      assertThat(ours).as("seed %d, %s", seed, platform).isNotNull();
      assertThat(InetAddress.getByName(ours.toString())).as("seed %d", seed).isEqualTo(platform);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "172.16.0.1, true",
    "172.31.255.255, true",
    "172.32.0.1, false",
    "192.168.0.1, true",
    "169.254.169.254, true",
    "168.63.129.16, true",
    "168.63.129.17, false",
    "100.64.0.1, true",
    "127.0.0.1, true",
    "224.0.0.1, true",
    "8.8.8.8, false",
    "::1, true",
    "fd00::1, true",
    "fe80::1, true",
    "ff02::1, true",
    "2001:db8::1, false",
    "::, true"
  })
  void localMeansOutsideThePublicInternet(String text, boolean local) {
    assertThat(IpAddress.parse(text).isLocal()).isEqualTo(local);
  }

  @Test
  void orderIsByValue() {
    assertThat(IpAddress.parse("9.0.0.0")).isLessThan(IpAddress.parse("10.0.0.0"));
    assertThat(IpAddress.parse("200.0.0.0")).isGreaterThan(IpAddress.parse("10.0.0.0"));
    assertThat(IpAddress.parse("ff00::")).isGreaterThan(IpAddress.parse("::1"));
  }
}
