package io.egresslens.samples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Any amount of structured records of one day, about 600 bytes each, for benchmarks: the same bytes
 * for the same options, a gigabyte in about a second, and with an exact count of what was written.
 *
 * <p>Each category is a template, cut into literal bytes and places. A record costs a few array
 * copies and no allocation.
 *
 * <p>Without Maven: {@code java -cp common/target/classes io.egresslens.samples.RecordGenerator
 * --records N --out FILE [--per-line N] [--seed S] [--unlisted-hosts N] [--unlisted-percent P]
 * [--deny-percent P] [--escaped-percent P] [--shuffled-keys]}
 */
public final class RecordGenerator {
  /**
   * What was written.
   *
   * @param actions records by {@code category action}; the action as the record spells it, {@code
   *     none} for a category without
   * @param unlistedNames application rule records of an unlisted host
   */
  public record Expected(
      long records, long lines, long bytes, SortedMap<String, Long> actions, long unlistedNames) {}

  static final List<String> LISTED =
      List.of(
          "registry.redhat.io",
          "quay.io",
          "cdn.quay.io",
          "cdn01.quay.io",
          "cdn02.quay.io",
          "cdn03.quay.io",
          "access.redhat.com",
          "registry.access.redhat.com",
          "registry.connect.redhat.com",
          "api.openshift.com",
          "mirror.openshift.com",
          "management.azure.com",
          "login.microsoftonline.com",
          "arosvc.azurecr.io",
          "arosvc.eastus.data.azurecr.io",
          "production.cloudflare.docker.com");

  /** As Azure writes them. */
  static final List<String> FIREWALLS =
      List.of(
          firewall("00000000-0000-4000-8000-0000000E0001", "EASTUS"),
          firewall("00000000-0000-4000-8000-0000000E0002", "WESTEUROPE"));

  private static final int KEY_ORDERS = 32;
  private static final int QUANTILES = 1 << 14;

  /** More than any record and its surroundings. */
  private static final int RECORD_LIMIT = 4096;

  private static final byte[] HEAD = ascii("{\"records\":[");
  private static final byte[] TAIL = ascii("]}\n");
  private static final byte[] COMMA = ascii(",");
  private static final byte[] NEW_LINE = ascii("\n");
  private static final byte[] ALLOW = ascii("Allow");
  private static final byte[] DENY = ascii("Deny");
  private static final byte[] POLICY = ascii("pol-hub");
  private static final byte[] GROUP = ascii("rcg-aro");
  private static final byte[] COLLECTION = ascii("rc-aro-registries");
  private static final byte[] RULE_NAME = ascii("r-registries");
  private static final byte[] ESCAPED_RULE = ascii("r-\\\"registries\\\" \\u002f caf\\u00e9");
  private static final byte[] HOST = ascii("svc-");
  private static final byte[] SITE = ascii(".site-");
  private static final byte[] PARENT = ascii(".example.net");
  private static final byte[] ESCAPE = ascii("\\u00");
  private static final byte[] DEFAULT_ACTION = ascii("Default Action");
  private static final byte[] NONE = {};

  private final RecordOptions options;
  private final List<String> categories;
  private final RecordTemplate[][] templates;
  private final byte[] categoryOfDraw;
  private final long[] ranks;
  private final byte[][] listed = bytes(LISTED);
  private final byte[][] sources = new byte[240][];
  private final byte[][] addresses = new byte[256][];
  private final byte[][] firewalls = bytes(FIREWALLS);
  private final Dice dice;
  private final byte[] buffer = new byte[1 << 20];
  private int at;

  private RecordGenerator(RecordOptions options) {
    this.options = options;
    dice = new Dice(options.seed());
    categories = List.copyOf(options.mix().keySet());
    templates = new RecordTemplate[categories.size()][options.shuffledKeys() ? KEY_ORDERS : 1];
    for (int i = 0; i < templates.length; i++) {
      for (int order = 0; order < templates[i].length; order++) {
        templates[i][order] =
            RecordTemplate.of(categories.get(i), options.day(), options.seed(), order);
      }
    }
    categoryOfDraw = draws();
    ranks = ranks(options.unlistedHosts());
    for (int i = 0; i < sources.length; i++) {
      sources[i] = ascii((i % 12 < 3 ? "10.10.1." : "10.20.1.") + (4 + i));
    }
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = ascii((i % 2 == 0 ? "203.0.113." : "198.51.100.") + i);
    }
  }

  /**
   * Writes records as lines.
   *
   * @param out neither flushed nor closed; written to in blocks of a megabyte
   */
  public static Expected writeStructured(OutputStream out, long records, RecordOptions options)
      throws IOException {
    return writeHead(out, records, records, options);
  }

  /**
   * Writes the first records of a day that has more of them: as many a second, hour and host as
   * such a day has, which a day's worth of few records has not.
   */
  public static Expected writeHead(
      OutputStream out, long records, long recordsOfDay, RecordOptions options) throws IOException {
    return new RecordGenerator(options).write(out, records, recordsOfDay);
  }

  private Expected write(OutputStream out, long records, long recordsOfDay) throws IOException {
    long[][] actions = new long[categories.size()][2];
    long unlisted = 0;
    long written = 0;
    long lines = 0;
    // Ticks of 100 ns, the firewall's own resolution.
    long ticksPerDay = 864_000_000_000L;
    double step = (double) ticksPerDay / Math.max(1, recordsOfDay);
    boolean wrapped = options.recordsPerLine() > 1;
    long left = 0;
    for (long i = 0; i < records; i++) {
      if (at > buffer.length - RECORD_LIMIT) {
        out.write(buffer, 0, at);
        written += at;
        at = 0;
      }
      if (left == 0) {
        left = Math.min(options.recordsPerLine(), records - i);
        lines++;
        put(wrapped ? HEAD : NONE);
      }
      long draw = dice.next();
      int category = categoryOfDraw[(int) draw & 1023];
      boolean deny = percent(draw >>> 10) < options.denyPercent();
      boolean isUnlisted = percent(draw >>> 20) < options.unlistedPercent();
      boolean escaped = percent(draw >>> 30) < options.escapedPercent();
      RecordTemplate template =
          templates[category][(int) (draw >>> 40) % templates[category].length];
      // Up to 1.7 seconds early, so that times ascend only roughly.
      long ticks = Math.max(0, (long) (i * step) - (draw >>> 40));
      record(template, ticks, deny, isUnlisted, escaped);
      actions[category][deny ? 1 : 0]++;
      unlisted += isUnlisted && template.category().equals("AZFWApplicationRule") ? 1 : 0;
      put(--left > 0 ? COMMA : wrapped ? TAIL : NEW_LINE);
    }
    out.write(buffer, 0, at);
    return new Expected(records, lines, written + at, byAction(actions), unlisted);
  }

  private void record(
      RecordTemplate template, long ticks, boolean deny, boolean unlisted, boolean escaped) {
    long draw = dice.next();
    byte[][] literals = template.literals();
    byte[] places = template.places();
    for (int i = 0; i < places.length; i++) {
      put(literals[i]);
      switch (places[i]) {
        case 't' -> putTime(ticks);
        case 'f' -> put(firewalls[(int) draw & 1]);
        case 's' -> put(sources[(int) ((draw >>> 1) & 0xff) % sources.length]);
        case 'p' -> putNumber(32_768 + ((draw >>> 9) & 0x3fff));
        case 'd' -> put(addresses[(int) ((draw >>> 23) & 0xff)]);
        case 'h' -> putHost(draw >>> 31, unlisted, escaped);
        case 'a' -> put(deny ? DENY : ALLOW);
        case 'o' -> put(deny ? NONE : POLICY);
        case 'g' -> put(deny ? NONE : GROUP);
        case 'c' -> put(deny ? NONE : COLLECTION);
        case 'r' -> put(deny ? NONE : escaped ? ESCAPED_RULE : RULE_NAME);
        case 'e' -> put(deny ? DEFAULT_ACTION : NONE);
        default -> throw new IllegalStateException("place " + (char) places[i]);
      }
    }
    put(literals[places.length]);
  }

  private void putHost(long draw, boolean unlisted, boolean escaped) {
    int start = at + (escaped ? 5 : 0);
    at = start;
    if (unlisted) {
      int quantile = (int) draw & (QUANTILES - 1);
      long rank = ranks[quantile];
      long span = ranks[quantile + 1] - rank;
      rank += span > 1 ? (draw >>> 14) % span : 0;
      put(HOST);
      putNumber(rank);
      put(SITE);
      putNumber(rank % 977);
      put(PARENT);
    } else {
      put(listed[(int) draw & (listed.length - 1)]);
    }
    if (escaped) {
      // The first letter as an escape of six characters.
      int letter = buffer[start];
      int end = at;
      at = start - 5;
      put(ESCAPE);
      buffer[at++] = hex(letter >> 4);
      buffer[at++] = hex(letter & 15);
      at = end;
    }
  }

  private void put(byte[] part) {
    System.arraycopy(part, 0, buffer, at, part.length);
    at += part.length;
  }

  private void putNumber(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    putDigits(value, digits);
  }

  private void putDigits(long value, int digits) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at += digits;
  }

  private void putTime(long ticks) {
    long seconds = ticks / 10_000_000;
    putDigits(seconds / 3600, 2);
    buffer[at++] = ':';
    putDigits(seconds / 60 % 60, 2);
    buffer[at++] = ':';
    putDigits(seconds % 60, 2);
    buffer[at++] = '.';
    putDigits(ticks % 10_000_000, 7);
  }

  private static int percent(long draw) {
    return ((int) (draw & 1023) * 100) >> 10;
  }

  private static byte hex(int digit) {
    return (byte) "0123456789abcdef".charAt(digit);
  }

  /** The category of each of 1,024 draws, as near to the weights as that allows. */
  private byte[] draws() {
    int total = options.mix().values().stream().mapToInt(weight -> weight).sum();
    byte[] draws = new byte[1024];
    int upTo = 0;
    int from = 0;
    for (int i = 0; i < categories.size(); i++) {
      upTo += options.mix().get(categories.get(i));
      int end = (int) (1024L * upTo / total);
      Arrays.fill(draws, from, end, (byte) i);
      from = end;
    }
    return draws;
  }

  /** Ranks at equal steps of probability, when rank n has weight 1/n. */
  private static long[] ranks(int hosts) {
    long[] ranks = new long[QUANTILES + 1];
    double log = StrictMath.log(hosts + 1.0);
    for (int i = 0; i <= QUANTILES; i++) {
      ranks[i] = (long) StrictMath.exp(log * i / QUANTILES);
    }
    ranks[QUANTILES] = hosts + 1L;
    return ranks;
  }

  private SortedMap<String, Long> byAction(long[][] counts) {
    SortedMap<String, Long> actions = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      String category = categories.get(i);
      String word = RecordTemplate.fixedAction(category);
      if (word == null) {
        add(actions, category + " Allow", counts[i][0]);
        add(actions, category + " Deny", counts[i][1]);
      } else {
        add(actions, category + ' ' + word, counts[i][0] + counts[i][1]);
      }
    }
    return actions;
  }

  private static void add(SortedMap<String, Long> actions, String key, long count) {
    if (count > 0) {
      actions.put(key, count);
    }
  }

  private static String firewall(String subscription, String region) {
    return "/SUBSCRIPTIONS/"
        + subscription
        + "/RESOURCEGROUPS/RG-HUB-"
        + region
        + "/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/FW-HUB-"
        + region;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream().map(RecordGenerator::ascii).toArray(byte[][]::new);
  }

  public static void main(String[] args) throws IOException {
    RecordOptions options = RecordOptions.DEFAULT;
    long records = -1;
    Path file = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--shuffled-keys")) {
        options = options.withShuffledKeys(true);
        continue;
      }
      String key = args[i];
      String value = ++i < args.length ? args[i] : "";
      switch (key) {
        case "--records" -> records = Long.parseLong(value);
        case "--out" -> file = Path.of(value);
        case "--per-line" -> options = options.withRecordsPerLine(Integer.parseInt(value));
        case "--seed" -> options = options.withSeed(Long.parseLong(value));
        case "--unlisted-hosts" ->
            options = options.withUnlisted(Integer.parseInt(value), options.unlistedPercent());
        case "--unlisted-percent" ->
            options = options.withUnlisted(options.unlistedHosts(), Integer.parseInt(value));
        case "--deny-percent" -> options = options.withDenyPercent(Integer.parseInt(value));
        case "--escaped-percent" -> options = options.withEscapedPercent(Integer.parseInt(value));
        default -> throw new IllegalArgumentException("unknown option " + key);
      }
    }
    if (records < 0 || file == null) {
      throw new IllegalArgumentException("--records N and --out FILE are needed");
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      System.out.println(writeStructured(out, records, options));
    }
  }
}
