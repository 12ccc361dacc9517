package io.egresslens.names;

import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the addresses in the text of a DNS response.
 *
 * <p>An assumption: Azure documents that {@code ServerMessage} of a DNS flow trace holds the text
 * of the response and not how it is written; no public sample is known. Read are resource records
 * in the common presentation form (RFC 1035 section 5.1, as dig and most DNS libraries print it),
 * five words {@code owner TTL IN A|AAAA|CNAME data}, wherever they stand. Any other text has no
 * answers.
 */
public final class DnsAnswers {
  /** More records than any honest response has. */
  private static final int MAX_RECORDS = 256;

  private static final long MAX_TTL = 7 * 86_400;

  private DnsAnswers() {}

  /**
   * One name's address.
   *
   * @param name in normal form: the owner of the address, or a name whose aliases lead to it
   * @param ttlSeconds how long it may be believed: the smallest on the way
   */
  public record Answer(String name, IpAddress address, long ttlSeconds) {}

  private record Alias(String target, long ttlSeconds) {}

  /**
   * The answers in a text, in the order of their addresses; a name that was asked for and its
   * aliases are one answer each.
   *
   * @param text null when nothing was logged
   */
  public static List<Answer> of(String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    String[] words = text.trim().split("\\s+", -1);
    List<Answer> direct = new ArrayList<>();
    Map<String, Alias> aliases = new HashMap<>();
    for (int i = 0; i + 4 < words.length && direct.size() + aliases.size() < MAX_RECORDS; i++) {
      if (!words[i + 2].equalsIgnoreCase("IN")) {
        continue;
      }
      String owner = HostName.normalize(words[i]);
      long ttl = ttl(words[i + 1]);
      if (owner == null || ttl < 0) {
        continue;
      }
      switch (words[i + 3].toUpperCase(Locale.ROOT)) {
        case "A", "AAAA" -> {
          IpAddress address = IpAddress.parse(words[i + 4]);
          if (address != null) {
            direct.add(new Answer(owner, address, ttl));
          }
        }
        case "CNAME" -> {
          String target = HostName.normalize(words[i + 4]);
          if (target != null) {
            aliases.put(owner, new Alias(target, ttl));
          }
        }
        default -> {
          // Another type says nothing of addresses.
        }
      }
    }
    List<Answer> all = new ArrayList<>(direct);
    aliases.keySet().stream().sorted().forEach(alias -> follow(alias, aliases, direct, all));
    return all;
  }

  private static void follow(
      String alias, Map<String, Alias> aliases, List<Answer> direct, List<Answer> all) {
    Set<String> seen = new HashSet<>();
    String at = alias;
    long ttl = Long.MAX_VALUE;
    while (aliases.containsKey(at) && seen.add(at)) {
      ttl = Math.min(ttl, aliases.get(at).ttlSeconds());
      at = aliases.get(at).target();
    }
    for (Answer answer : direct) {
      if (answer.name().equals(at)) {
        all.add(new Answer(alias, answer.address(), Math.min(ttl, answer.ttlSeconds())));
      }
    }
  }

  private static long ttl(String word) {
    boolean digits = word.length() <= 9 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && !word.isEmpty() ? Math.min(Long.parseLong(word), MAX_TTL) : -1;
  }
}
