package io.egresslens.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.IpAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedAddressesTest {
  private static final int ROUNDS = 300;

  @ParameterizedTest
  @ValueSource(strings = {"v4", "v6", "mixed", "subnet", "edges"})
  void whatIsPackedComesOutAgainAndAUnionIsThatOfTheSets(String kind) {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = 31L * round + kind.hashCode();
      Random random = new Random(seed);
      TreeSet<IpAddress> a = addresses(kind, random);
      TreeSet<IpAddress> b = addresses(kind, random);
      if (random.nextInt(5) == 0) {
        b = new TreeSet<>(a);
      } else if (random.nextInt(5) == 0) {
        b.addAll(a);
      }
      TreeSet<IpAddress> both = new TreeSet<>(a);
      both.addAll(b);
      byte[] packedA = PackedAddresses.pack(pairs(a));
      byte[] packedB = PackedAddresses.pack(pairs(b));

      String as = kind + ", seed " + seed;
      assertThat(PackedAddresses.unpack(packedA, Integer.MAX_VALUE)).as(as).isEqualTo(pairs(a));
      assertThat(PackedAddresses.count(packedA)).as(as).isEqualTo(a.size());
      assertThat(PackedAddresses.union(packedA, packedB))
          .as(as)
          .isEqualTo(PackedAddresses.pack(pairs(both)));
      assertThat(PackedAddresses.union(packedB, packedA))
          .as(as)
          .isEqualTo(PackedAddresses.pack(pairs(both)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3", "5, 5", "200, 5"})
  void onlyTheSmallestAreUnpackedWhenNoMoreAreWanted(int count, int expected) {
    TreeSet<IpAddress> addresses = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      addresses.add(IpAddress.ofV4(i * 7));
    }
    long[] first = PackedAddresses.unpack(PackedAddresses.pack(pairs(addresses)), 5);
    assertThat(first).hasSize(2 * expected);
    assertThat(first).isEqualTo(Arrays.copyOf(pairs(addresses), 2 * expected));
  }

  @Test
  void neighboursInASubnetTakeAByteEach() {
    TreeSet<IpAddress> addresses = new TreeSet<>();
    for (int i = 0; i < 240; i++) {
      addresses.add(IpAddress.ofV4(0x0a0a0100 + i));
    }
    assertThat(PackedAddresses.pack(pairs(addresses))).hasSizeLessThan(250);
  }

  private static TreeSet<IpAddress> addresses(String kind, Random random) {
    TreeSet<IpAddress> addresses = new TreeSet<>();
    int count = random.nextInt(40);
    for (int i = 0; i < count; i++) {
      addresses.add(
          switch (kind) {
            case "v4" -> IpAddress.ofV4(random.nextInt());
            case "v6" -> new IpAddress(random.nextLong(), random.nextLong());
            case "subnet" -> IpAddress.ofV4(0xffffff00 + random.nextInt(256));
            case "edges" -> edge(random);
            default ->
                random.nextBoolean()
                    ? IpAddress.ofV4(random.nextInt())
                    : new IpAddress(random.nextInt(3), random.nextLong());
          });
    }
    return addresses;
  }

  /** Around the borders of the IPv4-mapped range, and the ends of all. */
  private static IpAddress edge(Random random) {
    long[] lows = {0, 1, 0xffff_0000_0000L - 1, 0xffff_0000_0000L, 0xffff_ffff_ffffL, 1L << 48, -1};
    return new IpAddress(
        random.nextInt(4) == 0 ? -random.nextInt(2) : 0, lows[random.nextInt(lows.length)]);
  }

  private static long[] pairs(TreeSet<IpAddress> addresses) {
    long[] pairs = new long[2 * addresses.size()];
    int n = 0;
    for (IpAddress address : addresses) {
      pairs[n++] = address.high();
      pairs[n++] = address.low();
    }
    return pairs;
  }
}
