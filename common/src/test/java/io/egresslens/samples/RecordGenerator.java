package io.egresslens.samples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Any amount of structured records of one day, about 600 bytes each, for benchmarks: the same bytes
 * for the same options, hundreds of megabytes a second, and with an exact count of what was
 * written.
 *
 * <p>Each category is a template, cut into literal bytes and places. A record costs a few array
 * copies and no allocation.
 *
 * <p>Without Maven: {@code java -cp common/target/test-classes
 * io.egresslens.samples.RecordGenerator --records N --out FILE [--per-line N] [--seed S]
 * [--unlisted-hosts N] [--unlisted-percent P] [--deny-percent P] [--escaped-percent P]
 * [--shuffled-keys]}
 */
public final class RecordGenerator {
  /** How often each category occurs, of a thousand records. */
  public static final Map<String, Integer> DEFAULT_MIX =
      Map.of(
          "AZFWApplicationRule", 700,
          "AZFWNetworkRule", 200,
          "AZFWDnsQuery", 60,
          "AZFWNatRule", 10,
          "AZFWFlowTrace", 10,
          "AZFWThreatIntel", 5,
          "AZFWIdpsSignature", 5,
          "AZFWFatFlow", 5,
          "AZFWApplicationRuleAggregation", 5);

  /**
   * What to write.
   *
   * @param day the day of every record
   * @param mix weights by category, of those in {@link #DEFAULT_MIX}
   * @param unlistedHosts how many names the catalog does not know, the n-th one 1/n as often as the
   *     first
   * @param unlistedPercent how many of the names are such
   * @param denyPercent how many decisions are denials
   * @param escapedPercent how many records have escapes in name and rule
   * @param shuffledKeys whether keys come in one of 32 orders a category instead of one
   * @param recordsPerLine 1: records alone; more: so many in a {@code records} wrapper
   */
  public record Options(
      long seed,
      LocalDate day,
      Map<String, Integer> mix,
      int unlistedHosts,
      int unlistedPercent,
      int denyPercent,
      int escapedPercent,
      boolean shuffledKeys,
      int recordsPerLine) {

    /** 10,000 unlisted hosts for 40 % of the names, 20 % denials, no escapes, fixed keys. */
    public static final Options DEFAULT =
        new Options(1, LocalDate.of(2026, 1, 20), DEFAULT_MIX, 10_000, 40, 20, 0, false, 1);

    public Options {
      mix = Collections.unmodifiableSortedMap(new TreeMap<>(mix));
      if (!DEFAULT_MIX.keySet().containsAll(mix.keySet())
          || mix.values().stream().mapToInt(weight -> weight).sum() < 1
          || mix.values().stream().anyMatch(weight -> weight < 0)
          || unlistedHosts < 1
          || recordsPerLine < 1) {
        throw new IllegalArgumentException("cannot generate records of " + mix);
      }
    }

    public Options withSeed(long value) {
      return new Options(
          value,
          day,
          mix,
          unlistedHosts,
          unlistedPercent,
          denyPercent,
          escapedPercent,
          shuffledKeys,
          recordsPerLine);
    }

    public Options withMix(Map<String, Integer> value) {
      return new Options(
          seed,
          day,
          value,
          unlistedHosts,
          unlistedPercent,
          denyPercent,
          escapedPercent,
          shuffledKeys,
          recordsPerLine);
    }

    public Options withUnlisted(int hosts, int percent) {
      return new Options(
          seed,
          day,
          mix,
          hosts,
          percent,
          denyPercent,
          escapedPercent,
          shuffledKeys,
          recordsPerLine);
    }

    public Options withDenyPercent(int value) {
      return new Options(
          seed,
          day,
          mix,
          unlistedHosts,
          unlistedPercent,
          value,
          escapedPercent,
          shuffledKeys,
          recordsPerLine);
    }

    public Options withEscapedPercent(int value) {
      return new Options(
          seed,
          day,
          mix,
          unlistedHosts,
          unlistedPercent,
          denyPercent,
          value,
          shuffledKeys,
          recordsPerLine);
    }

    public Options withShuffledKeys(boolean value) {
      return new Options(
          seed,
          day,
          mix,
          unlistedHosts,
          unlistedPercent,
          denyPercent,
          escapedPercent,
          value,
          recordsPerLine);
    }

    public Options withRecordsPerLine(int value) {
      return new Options(
          seed,
          day,
          mix,
          unlistedHosts,
          unlistedPercent,
          denyPercent,
          escapedPercent,
          shuffledKeys,
          value);
    }
  }

  /**
   * What was written.
   *
   * @param actions records by {@code category action}; the action as the record spells it, {@code
   *     none} for a category without
   * @param unlistedNames application rule records of an unlisted host
   */
  public record Expected(
      long records, long lines, long bytes, SortedMap<String, Long> actions, long unlistedNames) {}

  private static final String RULE =
      "|Action=\"{a}\"|Policy=\"{o}\"|RuleCollectionGroup=\"{g}\"|RuleCollection=\"{c}\""
          + "|Rule=\"{r}\"";
  private static final String SOURCE = "|SourceIp=\"{s}\"|SourcePort={p}";
  private static final String TARGET = "|DestinationIp=\"{d}\"|DestinationPort=443";

  /** Properties by category, with places in braces. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AZFWApplicationRule",
          "Protocol=\"HTTPS\""
              + SOURCE
              + "|DestinationPort=443|Fqdn=\"{h}\"|TargetUrl=\"\""
              + RULE
              + "|ActionReason=\"{e}\"|IsTlsInspected=false|WebCategory=\"\""
              + "|IsExplicitProxyRequest=false",
          "AZFWNetworkRule",
          "Protocol=\"TCP\"" + SOURCE + TARGET + RULE + "|ActionReason=\"{e}\"",
          "AZFWDnsQuery",
          SOURCE.substring(1)
              + "|QueryId={p}|QueryType=\"A\"|QueryClass=\"IN\"|QueryName=\"{h}.\""
              + "|Protocol=\"udp\"|RequestSize=44|DnssecOkBit=false|EDNS0BufferSize=512"
              + "|ResponseCode=\"NOERROR\"|ResponseFlags=\"qr,rd,ra\"|ResponseSize=120"
              + "|RequestDurationSecs=0.0071|ErrorNumber=0|ErrorMessage=\"\"",
          "AZFWNatRule",
          "Protocol=\"TCP\"|SourceIp=\"203.0.113.9\"|SourcePort={p}"
              + "|DestinationIp=\"198.51.100.4\"|DestinationPort=8443|TranslatedIp=\"{s}\""
              + "|TranslatedPort=443|Policy=\"pol-hub\"|RuleCollectionGroup=\"rcg-dnat\""
              + "|RuleCollection=\"rc-web\"|Rule=\"r-portal\"",
          "AZFWFlowTrace",
          "Protocol=\"TCP\""
              + SOURCE
              + TARGET
              + "|Flag=\"FIN\"|Action=\"Log\"|ActionReason=\"Additional TCP Log\"",
          "AZFWThreatIntel",
          "Protocol=\"HTTPS\""
              + SOURCE
              + "|DestinationIp=\"\"|DestinationPort=443|Fqdn=\"{h}\"|TargetUrl=\"\""
              + "|Action=\"Alert\"|ThreatDescription=\"This is a test indicator\""
              + "|IsTlsInspected=\"false\"",
          "AZFWIdpsSignature",
          "Protocol=\"TCP\""
              + SOURCE
              + TARGET
              + "|Action=\"alert\"|SignatureId=\"2032081\"|Category=\"Misc activity\""
              + "|Description=\"ET POLICY odd, but harmless\"|Severity=3",
          "AZFWFatFlow",
          "Protocol=\"TCP\"|SourceIp=\"{d}\"|SourcePort=443|DestinationIp=\"{s}\""
              + "|DestinationPort={p}|FlowRate=\"3.2930000000000001\"",
          "AZFWApplicationRuleAggregation",
          "SourceIp=\"{s}\"|DestinationPort=443|Fqdn=\"{h}\"|TargetUrl=\"\"|Protocol=\"HTTPS\""
              + RULE
              + "|ActionReason=\"{e}\"|ApplicationRuleCount=17");

  private static final List<String> LISTED =
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

  private static final int KEY_ORDERS = 32;
  private static final int QUANTILES = 1 << 14;

  /** More than any record and its surroundings. */
  private static final int RECORD_LIMIT = 4096;

  private static final byte[] DEFAULT_ACTION = ascii("Default Action");
  private static final byte[] NONE = {};

  /** A category's record in one order of its keys: literal, place, literal, and so on. */
  private record Template(String category, byte[][] literals, byte[] places) {}

  private final Options options;
  private final List<String> categories;
  private final Template[][] templates;
  private final byte[] categoryOfDraw;
  private final long[] ranks;
  private final byte[][] listed = bytes(LISTED);
  private final byte[][] sources = new byte[240][];
  private final byte[][] addresses = new byte[256][];
  private final byte[][] firewalls = new byte[2][];
  private final Dice dice;
  private final byte[] buffer = new byte[1 << 20];
  private int at;

  private RecordGenerator(Options options) {
    this.options = options;
    dice = new Dice(options.seed());
    categories = List.copyOf(options.mix().keySet());
    templates = new Template[categories.size()][options.shuffledKeys() ? KEY_ORDERS : 1];
    for (int i = 0; i < templates.length; i++) {
      for (int order = 0; order < templates[i].length; order++) {
        templates[i][order] = template(categories.get(i), order);
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
    for (Site.Firewall firewall : Site.Firewall.values()) {
      firewalls[firewall.ordinal()] =
          ascii(firewall.resourceId().toUpperCase(java.util.Locale.ROOT));
    }
  }

  /**
   * Writes records as lines.
   *
   * @param out neither flushed nor closed; written to in blocks of a megabyte
   */
  public static Expected writeStructured(OutputStream out, long records, Options options)
      throws IOException {
    return new RecordGenerator(options).write(out, records);
  }

  private Expected write(OutputStream out, long records) throws IOException {
    long[][] actions = new long[categories.size()][2];
    long unlisted = 0;
    long written = 0;
    long lines = 0;
    // Ticks of 100 ns, the firewall's own resolution.
    long ticksPerDay = 864_000_000_000L;
    double step = (double) ticksPerDay / Math.max(1, records);
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
      Template template = templates[category][(int) (draw >>> 40) % templates[category].length];
      long ticks = Math.max(0, (long) (i * step) - (draw >>> 45) % 20_000_000);
      record(template, ticks, deny, isUnlisted, escaped);
      actions[category][deny ? 1 : 0]++;
      unlisted += isUnlisted && template.category().equals("AZFWApplicationRule") ? 1 : 0;
      put(--left > 0 ? COMMA : wrapped ? TAIL : NEW_LINE);
    }
    out.write(buffer, 0, at);
    return new Expected(records, lines, written + at, byAction(actions), unlisted);
  }

  private void record(
      Template template, long ticks, boolean deny, boolean unlisted, boolean escaped) {
    long draw = dice.next();
    byte[][] literals = template.literals();
    byte[] places = template.places();
    for (int i = 0; i < places.length; i++) {
      put(literals[i]);
      switch (places[i]) {
        case 't' -> putTime(ticks);
        case 'f' -> put(firewalls[(int) draw & 1]);
        case 's' -> put(sources[(int) (draw >>> 1 & 0xff) % sources.length]);
        case 'p' -> putNumber(32_768 + (draw >>> 9 & 0x3fff));
        case 'd' -> put(addresses[(int) (draw >>> 23 & 0xff)]);
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

  private void putHost(long draw, boolean unlisted, boolean escaped) {
    int start = at + (escaped ? 5 : 0);
    at = start;
    if (unlisted) {
      int quantile = (int) draw & QUANTILES - 1;
      long rank = ranks[quantile];
      long span = ranks[quantile + 1] - rank;
      rank += span > 1 ? (draw >>> 14) % span : 0;
      put(HOST);
      putNumber(rank);
      put(SITE);
      putNumber(rank % 977);
      put(PARENT);
    } else {
      put(listed[(int) draw & listed.length - 1]);
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
    return (int) (draw & 1023) * 100 >> 10;
  }

  private static byte hex(int digit) {
    return (byte) "0123456789abcdef".charAt(digit);
  }

  /** The record of a category; order 0 is the usual one, any other a shuffle of its own. */
  private Template template(String category, int order) {
    Dice shuffle = new Dice(options.seed() + order).named(category);
    List<String> properties = new ArrayList<>(List.of(PROPERTIES.get(category).split("\\|")));
    List<String> keys =
        new ArrayList<>(
            List.of(
                "category=\"" + category + '"',
                "time=\"" + options.day() + "T{t}Z\"",
                "resourceId=\"{f}\"",
                "properties"));
    for (int i = keys.size() - 1; order > 0 && i > 0; i--) {
      Collections.swap(keys, i, shuffle.below(i + 1));
    }
    for (int i = properties.size() - 1; order > 0 && i > 0; i--) {
      Collections.swap(properties, i, shuffle.below(i + 1));
    }
    String inner = object(properties);
    keys.replaceAll(key -> key.equals("properties") ? "properties=" + inner : key);
    return cut(category, object(keys));
  }

  private static String object(List<String> members) {
    StringBuilder text = new StringBuilder();
    for (String member : members) {
      int equals = member.indexOf('=');
      text.append(text.isEmpty() ? "{\"" : ",\"").append(member, 0, equals).append("\":");
      text.append(member, equals + 1, member.length());
    }
    return text.append('}').toString();
  }

  private static Template cut(String category, String text) {
    List<String> literals = new ArrayList<>();
    StringBuilder places = new StringBuilder();
    java.util.regex.Matcher place = java.util.regex.Pattern.compile("\\{([a-z])}").matcher(text);
    int from = 0;
    while (place.find()) {
      literals.add(text.substring(from, place.start()));
      places.append(place.group(1));
      from = place.end();
    }
    literals.add(text.substring(from));
    return new Template(category, bytes(literals), ascii(places.toString()));
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
      String properties = PROPERTIES.get(category);
      if (properties.contains("{a}")) {
        add(actions, category + " Allow", counts[i][0]);
        add(actions, category + " Deny", counts[i][1]);
      } else {
        int action = properties.indexOf("Action=\"") + 8;
        String word =
            action < 8 ? "none" : properties.substring(action, properties.indexOf('"', action));
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

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream().map(RecordGenerator::ascii).toArray(byte[][]::new);
  }

  public static void main(String[] args) throws IOException {
    Options options = Options.DEFAULT;
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
