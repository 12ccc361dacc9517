package io.egresslens.parse;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes a {@link ScannedFlow} of the record that a {@link RecordScan} read last. {@link #read}
 * follows {@link FlowBuilder} field by field, and says no to every record of which it cannot be
 * sure that {@code FlowBuilder} makes a flow of it, and which: the record is then given to that.
 *
 * <p>Texts come from small tables, so a text seen before costs no allocation and is the same
 * instance. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // slots and bits by field live for one record only
final class FlowScan {
  private static final int TIME = Field.TIME.ordinal();
  private static final int TIME_GENERATED = Field.TIME_GENERATED.ordinal();
  private static final int TIME_STAMP = Field.TIME_STAMP.ordinal();
  private static final int RESOURCE_ID = Field.RESOURCE_ID.ordinal();
  private static final int CATEGORY = Field.CATEGORY.ordinal();
  private static final int TYPE = Field.TYPE.ordinal();
  private static final int PROTOCOL = Field.PROTOCOL.ordinal();
  private static final int SOURCE_IP = Field.SOURCE_IP.ordinal();
  private static final int SOURCE_PORT = Field.SOURCE_PORT.ordinal();
  private static final int DESTINATION_IP = Field.DESTINATION_IP.ordinal();
  private static final int DESTINATION_PORT = Field.DESTINATION_PORT.ordinal();
  private static final int FQDN = Field.FQDN.ordinal();
  private static final int URL = Field.URL.ordinal();
  private static final int ACTION = Field.ACTION.ordinal();
  private static final int COLLECTION = Field.RULE_COLLECTION.ordinal();
  private static final int RULE = Field.RULE.ordinal();
  private static final int SERVER_IP = Field.SERVER_IP.ordinal();
  private static final int SERVER_PORT = Field.SERVER_PORT.ordinal();

  /** Fields whose value must be of some form, and which no view shows. */
  private static final long CHECKED =
      bits(
          Field.TLS_INSPECTED,
          Field.EXPLICIT_PROXY,
          Field.TRANSLATED_IP,
          Field.TRANSLATED_PORT,
          Field.ICMP_TYPE,
          Field.SEVERITY,
          Field.RATE,
          Field.HITS);

  private static final long FLAGS = bits(Field.TLS_INSPECTED, Field.EXPLICIT_PROXY);
  private static final Field[] FIELDS = Field.values();
  private static final int MAX_TEXT = 512;

  private static final long CASE_BITS = Swar.ONES * ' ';
  private static final long ALLOW = Swar.wordOrZeros(new byte[] {'a', 'l', 'l', 'o', 'w'}, 0);
  private static final long DENY = Swar.wordOrZeros(new byte[] {'d', 'e', 'n', 'y'}, 0);
  private static final long DROP = Swar.wordOrZeros(new byte[] {'d', 'r', 'o', 'p'}, 0);
  private static final long ALERT = Swar.wordOrZeros(new byte[] {'a', 'l', 'e', 'r', 't'}, 0);

  /** What a category's name says; {@code category} is null when there is none of that name. */
  private record Name(Category category, boolean firewall) {}

  private final ByteTable<Name> names =
      new ByteTable<>(name -> new Name(Category.find(name), FlowBuilder.isFirewallName(name)));

  /** A protocol with a space may be ICMP with its type: that is for the builder, hence "". */
  private final ByteTable<String> protocols =
      new ByteTable<>(text -> text.indexOf(' ') >= 0 ? "" : text.toLowerCase(Locale.ROOT));

  private final ByteTable<String> rules = new ByteTable<>(text -> text);
  private final ByteTable<String> firewalls;
  private final RecordScan scan;
  private final ScannedFlow flow;

  /** Holds a rule. */
  private final byte[] buffer = new byte[MAX_TEXT + 1];

  FlowScan(RecordScan scan, ScannedFlow flow) {
    this.scan = scan;
    this.flow = flow;
    firewalls = flow.firewalls();
  }

  private static long bits(Field... fields) {
    long bits = 0;
    for (Field field : fields) {
      bits |= 1L << field.ordinal();
    }
    return bits;
  }

  /** Reads the record scanned last; false when it is one for the builder. */
  boolean read(long broker) {
    flow.begin(broker);
    Category category = readCategory();
    if (category == null || category.format() == LogFormat.LEGACY) {
      return false;
    }
    FlowKind kind = category.kind();
    flow.category(category, kind, scan.has(URL));
    boolean decision = FlowBuilder.isDecision(kind);
    return readTime(broker)
        && readAction(decision, kind)
        && readSource(decision)
        && readDestination(kind == FlowKind.DNS_TRACE)
        && readHost()
        && readTexts()
        && readRule()
        && isWellFormed();
  }

  private Category readCategory() {
    if (scan.has(TYPE)) {
      Name table = names.of(scan.source(TYPE), scan.from(TYPE), scan.to(TYPE));
      if (table.firewall || !scan.has(CATEGORY)) {
        return table.category;
      }
    }
    return scan.has(CATEGORY)
        ? names.of(scan.source(CATEGORY), scan.from(CATEGORY), scan.to(CATEGORY)).category
        : null;
  }

  private boolean readTime(long broker) {
    int field = timeField();
    return scan.has(field)
        && flow.time(scan.source(field), scan.from(field), scan.to(field), broker);
  }

  private int timeField() {
    return scan.has(TIME) ? TIME : scan.has(TIME_GENERATED) ? TIME_GENERATED : TIME_STAMP;
  }

  /** Whether that field says the time of the record scanned last. */
  boolean isTime(int field) {
    return field == timeField();
  }

  private boolean readAction(boolean decision, FlowKind kind) {
    flow.action(null);
    if (!decision && kind != FlowKind.AGGREGATION) {
      return true;
    }
    if (!scan.has(ACTION)) {
      return !decision;
    }
    int length = scan.to(ACTION) - scan.from(ACTION);
    if (length > 5 || length < 4) {
      return false;
    }
    long lower = CASE_BITS >>> (64 - 8 * length);
    long all = -1L >>> (64 - 8 * length);
    long word = (Swar.wordOrZeros(scan.source(ACTION), scan.from(ACTION)) & all) | lower;
    Action action =
        word == ALLOW
            ? Action.ALLOW
            : word == DENY || word == DROP ? Action.DENY : word == ALERT ? Action.ALERT : null;
    flow.action(action);
    return action != null;
  }

  private boolean readSource(boolean decision) {
    boolean source = scan.has(SOURCE_IP);
    flow.hasSource(source);
    return source
        ? flow.source(scan.source(SOURCE_IP), scan.from(SOURCE_IP), scan.to(SOURCE_IP))
        : !decision;
  }

  private boolean readDestination(boolean trace) {
    int field = trace ? SERVER_IP : DESTINATION_IP;
    boolean destination = scan.has(field);
    flow.hasDestination(destination);
    if (destination && !flow.destination(scan.source(field), scan.from(field), scan.to(field))) {
      return false;
    }
    int port = port(trace ? SERVER_PORT : DESTINATION_PORT);
    flow.destinationPort(port);
    return (port | port(SOURCE_PORT)) >= 0;
  }

  /** A port, 0 when the record does not say it, -1 when the builder must have a look. */
  private int port(int field) {
    return scan.has(field)
        ? ValueChecks.port(scan.source(field), scan.from(field), scan.to(field))
        : 0;
  }

  private boolean readHost() {
    if (!scan.has(FQDN)) {
      flow.noHost();
      return true;
    }
    return flow.host(scan.source(FQDN), scan.from(FQDN), scan.to(FQDN));
  }

  private boolean readTexts() {
    if (scan.has(RESOURCE_ID)) {
      flow.firewall(scan.source(RESOURCE_ID), scan.from(RESOURCE_ID), scan.to(RESOURCE_ID));
    } else {
      flow.firewall(null);
    }
    String protocol =
        scan.has(PROTOCOL)
            ? protocols.of(scan.source(PROTOCOL), scan.from(PROTOCOL), scan.to(PROTOCOL))
            : null;
    flow.protocol(protocol);
    return protocol == null || !protocol.isEmpty();
  }

  private boolean readRule() {
    boolean hasCollection = scan.has(COLLECTION);
    boolean hasRule = scan.has(RULE);
    if (!hasCollection && !hasRule) {
      flow.rule(null);
      return true;
    }
    String rule = hasCollection && hasRule ? bothNames() : oneName(hasRule ? RULE : COLLECTION);
    flow.rule(rule);
    return rule != null;
  }

  /** Collection and rule with a slash between; null when they are too long for us. */
  private String bothNames() {
    int first = scan.to(COLLECTION) - scan.from(COLLECTION);
    int second = scan.to(RULE) - scan.from(RULE);
    if (first + second > MAX_TEXT) {
      return null;
    }
    System.arraycopy(scan.source(COLLECTION), scan.from(COLLECTION), buffer, 0, first);
    buffer[first] = '/';
    System.arraycopy(scan.source(RULE), scan.from(RULE), buffer, first + 1, second);
    return rules.of(buffer, 0, first + 1 + second);
  }

  private String oneName(int field) {
    int from = scan.from(field);
    int to = scan.to(field);
    return to - from > MAX_TEXT ? null : rules.of(scan.source(field), from, to);
  }

  private boolean isWellFormed() {
    long left = scan.present() & CHECKED & ~(scan.truths() & FLAGS);
    while (left != 0) {
      int field = Long.numberOfTrailingZeros(left);
      left &= left - 1;
      byte[] bytes = scan.source(field);
      int from = scan.from(field);
      int to = scan.to(field);
      boolean good =
          switch (FIELDS[field]) {
            case TLS_INSPECTED, EXPLICIT_PROXY -> ValueChecks.isFlag(bytes, from, to);
            case TRANSLATED_IP -> flow.isAddress(bytes, from, to);
            case TRANSLATED_PORT -> ValueChecks.port(bytes, from, to) >= 0;
            case SEVERITY -> {
              int value = ValueChecks.number(bytes, from, to);
              yield value >= 0 && value <= 255;
            }
            case HITS -> ValueChecks.number(bytes, from, to) >= 0;
            case RATE -> ValueChecks.isDecimal(bytes, from, to);
            default -> false;
          };
      if (!good) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes a flow that was made of the record scanned last, as if it had been read, but for its
   * time.
   */
  void take(Flow made) {
    flow.category(made.category(), made.kind(), made.url() != null);
    flow.action(made.action());
    flow.firewall(same(firewalls, made.firewall()));
    flow.protocol(made.protocol());
    flow.rule(same(rules, made.rule().shortName()));
    flow.hasSource(made.sourceIp() != null);
    flow.hasDestination(made.destinationIp() != null);
    flow.destinationPort(made.destinationPort());
  }

  private static String same(ByteTable<String> table, String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    return text == null ? null : table.of(bytes, 0, bytes.length);
  }
}
