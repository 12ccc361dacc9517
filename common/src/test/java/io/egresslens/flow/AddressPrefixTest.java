package io.egresslens.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPrefixTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16,   10.1.0.0,       true",
    "10.1.0.0/16,   10.1.255.255,   true",
    "10.1.0.0/16,   10.2.0.0,       false",
    "10.1.0.0/16,   10.0.255.255,   false",
    "0.0.0.0/0,     255.255.255.255, true",
    "0.0.0.0/0,     2001:db8::1,    false",
    "::/0,          2001:db8::1,    true",
    "::/0,          10.0.0.1,       false",
    "10.0.0.7,      10.0.0.7,       true",
    "10.0.0.7/32,   10.0.0.8,       false",
    "10.0.0.0/31,   10.0.0.1,       true",
    "2001:db8::/63, 2001:db8:0:1::, true",
    "2001:db8::/64, 2001:db8:0:1::, false",
    "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "2001:db8::1,   2001:db8::1,    true",
    "::ffff:10.1.0.0/16, 10.1.2.3,  true",
  })
  void containsExactlyItsRange(String prefix, String address, boolean contained) {
    assertThat(AddressPrefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.0.1/16    | 10.1.0.1/16 has bits set behind its prefix; the range is 10.1.0.0/16",
        "2001:db8::1/64 | the range is 2001:db8::/64",
        "10.0.0.0/33    | prefix length 33 is not between 0 and 32",
        "::/129         | prefix length 129 is not between 0 and 128",
        "10.0.0.0/      | has no prefix length behind its slash",
        "10.0.0.0/-1    | has no prefix length behind its slash",
        "10.0.0.0/8/8   | has no prefix length behind its slash",
        "10.0.0.0/0008  | has no prefix length behind its slash",
        "10.0.0/8       | '10.0.0/8' is no address and no CIDR range",
        "example.org    | 'example.org' is no address and no CIDR range",
        "/8             | '/8' is no address and no CIDR range",
      })
  void whatIsNoRangeIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> AddressPrefix.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void orderIsByFirstAddressThenWidth() {
    assertThat(
            Stream.of("2001:db8::/32", "10.1.0.0/24", "9.0.0.0/8", "10.1.0.0/16", "200.0.0.0/8")
                .map(AddressPrefix::parse)
                .sorted()
                .map(AddressPrefix::toString))
        .containsExactly("9.0.0.0/8", "10.1.0.0/16", "10.1.0.0/24", "200.0.0.0/8", "2001:db8::/32");
  }

  @Test
  void everyPrefixOfAnAddressHoldsItAndReadsBack() {
    long seed = 7;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      IpAddress address =
          random.nextBoolean()
              ? IpAddress.ofV4(random.nextInt())
              : new IpAddress(random.nextLong() | 1L << 62, random.nextLong());
      int length = random.nextInt((address.isV4() ? 32 : 128) + 1);
      AddressPrefix prefix = prefixOf(address, length);
      assertThat(prefix.contains(address)).as("seed %d: %s in %s", seed, address, prefix).isTrue();
      assertThat(AddressPrefix.parse(prefix.toString())).as("seed %d", seed).isEqualTo(prefix);
      if (length > 0) {
        IpAddress sibling = flip(prefix.address(), prefix.bits() - 1);
        assertThat(prefix.contains(sibling)).as("seed %d: %s", seed, prefix).isFalse();
      }
    }
  }

  /** Clears the bits behind the prefix one by one: slow, and not how the class does it. */
  private static AddressPrefix prefixOf(IpAddress address, int length) {
    IpAddress first = address;
    for (int bit = address.isV4() ? length + 96 : length; bit < 128; bit++) {
      if (isSet(first, bit)) {
        first = flip(first, bit);
      }
    }
    return new AddressPrefix(first, length);
  }

  private static boolean isSet(IpAddress address, int bit) {
    return ((bit < 64 ? address.high() >>> (63 - bit) : address.low() >>> (127 - bit)) & 1) == 1;
  }

  private static IpAddress flip(IpAddress address, int bit) {
    return bit < 64
        ? new IpAddress(address.high() ^ 1L << (63 - bit), address.low())
        : new IpAddress(address.high(), address.low() ^ 1L << (127 - bit));
  }
}
