package io.egresslens.flow;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Objects;

/**
 * A range of addresses in CIDR form, IPv4 or IPv6. A single address is a prefix of full length.
 * Immutable; ordered by first address, shorter (wider) prefixes before longer ones.
 *
 * @param address the first address of the range: no bit is set behind the prefix
 * @param length how many leading bits are fixed, in the address's own family: 0 to 32 for IPv4, 0
 *     to 128 for IPv6
 */
public record AddressPrefix(IpAddress address, int length)
    implements Comparable<AddressPrefix>, Serializable {
  private static final Comparator<AddressPrefix> ORDER =
      Comparator.comparing(AddressPrefix::address).thenComparingInt(AddressPrefix::bits);

  public AddressPrefix {
    Objects.requireNonNull(address, "address");
    int family = address.isV4() ? 32 : 128;
    if (length < 0 || length > family) {
      throw new IllegalArgumentException(
          "prefix length " + length + " is not between 0 and " + family);
    }
    IpAddress first = first(address, family == 32 ? length + 96 : length);
    if (!first.equals(address)) {
      throw new IllegalArgumentException(
          address
              + "/"
              + length
              + " has bits set behind its prefix; the range is "
              + first
              + "/"
              + length);
    }
  }

  /**
   * Reads {@code 10.1.0.0/16}, {@code fd00::/8}, or an address alone.
   *
   * @throws IllegalArgumentException when the text is no range, or has bits set behind its prefix;
   *     the message is fit for a user
   */
  public static AddressPrefix parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("'" + text + "' is no address and no CIDR range");
    }
    if (slash < 0) {
      return new AddressPrefix(address, address.isV4() ? 32 : 128);
    }
    String digits = text.substring(slash + 1);
    if (digits.isEmpty()
        || digits.length() > 3
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("'" + text + "' has no prefix length behind its slash");
    }
    return new AddressPrefix(address, Integer.parseInt(digits));
  }

  /**
   * The range of some length around an address, in its own family.
   *
   * @param bits how many of the 128 bits are fixed, see {@link #bits}
   */
  public static AddressPrefix of(IpAddress address, int bits) {
    return new AddressPrefix(first(address, bits), address.isV4() ? bits - 96 : bits);
  }

  /** Whether the address lies in the range; an IPv4 range holds no IPv6 address and vice versa. */
  public boolean contains(IpAddress other) {
    return other.isV4() == address.isV4() && first(other, bits()).equals(address);
  }

  /** How many of the 128 bits are fixed: comparable between the families, longer wins. */
  public int bits() {
    return address.isV4() ? length + 96 : length;
  }

  /** How many addresses the range holds. */
  public BigInteger addresses() {
    return BigInteger.ONE.shiftLeft(128 - bits());
  }

  private static IpAddress first(IpAddress address, int bits) {
    long high = bits >= 64 ? -1 : bits == 0 ? 0 : -1L << (64 - bits);
    long low = bits <= 64 ? 0 : -1L << (128 - bits);
    return new IpAddress(address.high() & high, address.low() & low);
  }

  @Override
  public int compareTo(AddressPrefix other) {
    return ORDER.compare(this, other);
  }

  /** {@code 10.1.0.0/16}; a single address also carries its length. */
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
