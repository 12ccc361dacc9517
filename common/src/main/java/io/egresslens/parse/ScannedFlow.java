package io.egresslens.parse;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.FlowView;
import io.egresslens.flow.LogFormat;
import io.egresslens.ingest.EventTimeBounds;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The flow of a scanned record, read off its bytes. {@link #read} follows {@link FlowBuilder} field
 * by field, and says no to every record of which it cannot be sure that {@code FlowBuilder} makes a
 * flow of it, and which: the record is then given to that. Not thread-safe.
 *
 * <p>Texts come from small tables, so a text seen before costs no allocation and is the same
 * instance; a host stays where it stands, or in a buffer when it had to be changed.
 */
@SuppressWarnings("EnumOrdinal") // slots and bits by field live for one record only
final class ScannedFlow implements FlowView {
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
  private static final long TRUE = Swar.wordOrZeros(new byte[] {'t', 'r', 'u', 'e'}, 0);
  private static final long FALSE = Swar.wordOrZeros(new byte[] {'f', 'a', 'l', 's', 'e'}, 0);
  private static final long ALLOW = Swar.wordOrZeros(new byte[] {'a', 'l', 'l', 'o', 'w'}, 0);
  private static final long DENY = Swar.wordOrZeros(new byte[] {'d', 'e', 'n', 'y'}, 0);
  private static final long DROP = Swar.wordOrZeros(new byte[] {'d', 'r', 'o', 'p'}, 0);
  private static final long ALERT = Swar.wordOrZeros(new byte[] {'a', 'l', 'e', 'r', 't'}, 0);

  /** What a category's name says; {@code category} is null when there is none of that name. */
  private record Name(Category category, boolean firewall) {}

  /**
   * What a record said but for the values that its like need not share; of those, whether each was
   * read off a place of its own.
   */
  record Found(
      Category category,
      FlowKind kind,
      Action action,
      boolean firewallVaries,
      String firewall,
      String protocol,
      String rule,
      boolean url,
      boolean source,
      boolean destinationVaries,
      boolean destination,
      long destinationHigh,
      long destinationLow,
      boolean portVaries,
      int port,
      boolean hostVaries) {}

  private final ByteTable<Name> names =
      new ByteTable<>(name -> new Name(Category.find(name), FlowBuilder.isFirewallName(name)));

  /** A protocol with a space may be ICMP with its type: that is for the builder, hence "". */
  private final ByteTable<String> protocols =
      new ByteTable<>(text -> text.indexOf(' ') >= 0 ? "" : text.toLowerCase(Locale.ROOT));

  private final ByteTable<String> firewalls =
      new ByteTable<>(text -> text.toLowerCase(Locale.ROOT));

  private final ByteTable<String> rules = new ByteTable<>(text -> text);

  private final TimeScan time = new TimeScan();
  private final AddressScan address = new AddressScan();
  private final long earliestMillis;
  private final long latestMillis;
  private final long beforeMillis;
  private final long afterMillis;
  private final FlowBuilder builder;
  private final RecordScan scan;
  private final RecordFields fields;

  /** Holds a rule, then a host that had to be changed. */
  private final byte[] buffer = new byte[4 * MAX_TEXT];

  private long brokerMillis;
  private Category category;
  private FlowKind kind;
  private Action action;
  private String firewall;
  private String protocol;
  private String rule;
  private boolean source;
  private long sourceHigh;
  private long sourceLow;
  private int destinationPort;
  private boolean url;

  /** Whose category, action, protocol and rule are taken; null when the record's own. */
  private Found last;

  /** The record's bytes when it was found, not scanned; null when the scan holds it. */
  private byte[] record;

  private int recordFrom;
  private int recordTo;
  private byte[] host = buffer;
  private int hostFrom;
  private int hostTo;
  private boolean destination;
  private long destinationHigh;
  private long destinationLow;

  /**
   * @param fields for {@link #flow}; whoever else uses it has it again after each call
   */
  ScannedFlow(RecordScan scan, EventTimeBounds bounds, RecordFields fields) {
    this.scan = scan;
    earliestMillis = bounds.earliest().toEpochMilli();
    latestMillis = bounds.latest().toEpochMilli();
    beforeMillis = bounds.before().toMillis();
    afterMillis = bounds.after().toMillis();
    this.fields = fields;
    builder = new FlowBuilder(bounds);
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
    brokerMillis = broker;
    record = null;
    last = null;
    url = scan.has(URL);
    category = readCategory();
    if (category == null || category.format() == LogFormat.LEGACY) {
      return false;
    }
    kind = category.kind();
    boolean decision = FlowBuilder.isDecision(kind);
    return readTime()
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

  private boolean readTime() {
    int field = timeField();
    return scan.has(field)
        && time(scan.source(field), scan.from(field), scan.to(field), brokerMillis);
  }

  private int timeField() {
    return scan.has(TIME) ? TIME : scan.has(TIME_GENERATED) ? TIME_GENERATED : TIME_STAMP;
  }

  /** Whether that field says the time of the record scanned last. */
  boolean isTime(int field) {
    return field == timeField();
  }

  /** Takes the time of {@code [from, to)}; false when it is not sure to be a plausible one. */
  boolean time(byte[] bytes, int from, int to, long broker) {
    brokerMillis = broker;
    return time.read(bytes, from, to) && isAdmitted(time.epochMillis(), broker);
  }

  /** Takes the time that begins there; the place behind it, or -1 when it is not sure to be one. */
  int time(byte[] bytes, int from, long broker) {
    brokerMillis = broker;
    int to = time.read(bytes, from);
    return to >= 0 && isAdmitted(time.epochMillis(), broker) ? to : -1;
  }

  /** {@link EventTimeBounds#admits}, in primitives. */
  private boolean isAdmitted(long millis, long broker) {
    return millis >= earliestMillis
        && millis < latestMillis
        && (broker == Long.MIN_VALUE
            || (millis >= broker - beforeMillis && millis <= broker + afterMillis));
  }

  private boolean readAction(boolean decision, FlowKind kind) {
    action = null;
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
    action =
        word == ALLOW
            ? Action.ALLOW
            : word == DENY || word == DROP ? Action.DENY : word == ALERT ? Action.ALERT : null;
    return action != null;
  }

  private boolean readSource(boolean decision) {
    source = scan.has(SOURCE_IP);
    return source
        ? source(scan.source(SOURCE_IP), scan.from(SOURCE_IP), scan.to(SOURCE_IP))
        : !decision;
  }

  /** Takes the source address of {@code [from, to)}; false when it is none. */
  boolean source(byte[] bytes, int from, int to) {
    boolean good = address.read(bytes, from, to);
    sourceHigh = address.high();
    sourceLow = address.low();
    return good;
  }

  /** Takes the dotted quad that begins there as source; the place behind it, or -1. */
  int source(byte[] bytes, int from) {
    int to = address.readV4(bytes, from);
    sourceHigh = 0;
    sourceLow = address.low();
    return to;
  }

  /** Takes the dotted quad that begins there as destination; the place behind it, or -1. */
  int destination(byte[] bytes, int from) {
    int to = address.readV4(bytes, from);
    destinationHigh = 0;
    destinationLow = address.low();
    return to;
  }

  private boolean readDestination(boolean trace) {
    int field = trace ? SERVER_IP : DESTINATION_IP;
    destination = scan.has(field);
    if (destination && !destination(scan.source(field), scan.from(field), scan.to(field))) {
      return false;
    }
    destinationPort = port(trace ? SERVER_PORT : DESTINATION_PORT);
    return (destinationPort | port(SOURCE_PORT)) >= 0;
  }

  /** Takes the destination address of {@code [from, to)}; false when it is none. */
  boolean destination(byte[] bytes, int from, int to) {
    boolean good = address.read(bytes, from, to);
    destinationHigh = address.high();
    destinationLow = address.low();
    return good;
  }

  void destinationPort(int port) {
    destinationPort = port;
  }

  private boolean isAddress(int field) {
    return isAddress(scan.source(field), scan.from(field), scan.to(field));
  }

  boolean isAddress(byte[] bytes, int from, int to) {
    return address.read(bytes, from, to);
  }

  /** A port, 0 when the record does not say it, -1 when the builder must have a look. */
  private int port(int field) {
    if (!scan.has(field)) {
      return 0;
    }
    int value = shortNumber(field);
    return value <= 65_535 ? value : -1;
  }

  /** A number of one to seven digits, or -1. */
  private int shortNumber(int field) {
    int length = scan.to(field) - scan.from(field);
    long word = Swar.wordOrZeros(scan.source(field), scan.from(field));
    long rest = Swar.nonDigits(word);
    boolean digits = length < 8 && (rest == 0 || Swar.before(rest) >= length);
    return digits ? Swar.decimal(word, length) : -1;
  }

  private boolean readHost() {
    if (!scan.has(FQDN)) {
      hostFrom = 0;
      hostTo = 0;
      return true;
    }
    return host(scan.source(FQDN), scan.from(FQDN), scan.to(FQDN));
  }

  /** Takes the host of {@code [from, to)}, not empty; false when it may be no name. */
  boolean host(byte[] bytes, int from, int to) {
    return host(bytes, from, to, odd(bytes, from, to) != 0);
  }

  /**
   * The same.
   *
   * @param odd whether it may hold upper-case letters, colons or anything beyond ASCII
   */
  boolean host(byte[] bytes, int from, int to, boolean odd) {
    if (host != bytes) {
      host = bytes;
    }
    hostFrom = from;
    hostTo = to;
    if (odd && !lowerCase()) {
      return false;
    }
    int root = hostTo - 1;
    if (host[root] == '.' && (root == hostFrom || host[root - 1] != '.')) {
      hostTo = root;
    }
    // An address begins and ends in a digit, or holds a colon.
    return hostTo == hostFrom || !isDigit(host[hostFrom]) || !isDigit(host[hostTo - 1]);
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  /** 0 when a host has no upper-case letter, no colon and nothing beyond ASCII. */
  private static int odd(byte[] bytes, int from, int to) {
    long odd = 0;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = Swar.word(bytes, at);
      odd |= Swar.uppersAndColons(word) | (word & Swar.HIGHS);
    }
    if (at < to) {
      long word = Swar.wordOrZeros(bytes, at) & (-1L >>> (64 - 8 * (to - at)));
      odd |= Swar.uppersAndColons(word) | (word & Swar.HIGHS);
    }
    return odd == 0 ? 0 : 1;
  }

  private boolean lowerCase() {
    int length = hostTo - hostFrom;
    if (length > MAX_TEXT) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int b = host[hostFrom + i];
      if (b < 0 || b == ':') {
        return false;
      }
      buffer[i] = (byte) (b >= 'A' && b <= 'Z' ? b | 32 : b);
    }
    host = buffer;
    hostFrom = 0;
    hostTo = length;
    return true;
  }

  /** Takes the firewall of {@code [from, to)}. */
  void firewall(byte[] bytes, int from, int to) {
    firewall = firewalls.of(bytes, from, to);
  }

  @SuppressWarnings("ReferenceEquality") // only whether the store can be saved
  void firewall(String name) {
    if (firewall != name) {
      firewall = name;
    }
  }

  private boolean readTexts() {
    firewall = null;
    if (scan.has(RESOURCE_ID)) {
      firewall(scan.source(RESOURCE_ID), scan.from(RESOURCE_ID), scan.to(RESOURCE_ID));
    }
    protocol = null;
    if (scan.has(PROTOCOL)) {
      protocol = protocols.of(scan.source(PROTOCOL), scan.from(PROTOCOL), scan.to(PROTOCOL));
      return !protocol.isEmpty();
    }
    return true;
  }

  private boolean readRule() {
    boolean hasCollection = scan.has(COLLECTION);
    boolean hasRule = scan.has(RULE);
    rule = null;
    if (!hasCollection || !hasRule) {
      if (hasCollection || hasRule) {
        int field = hasRule ? RULE : COLLECTION;
        rule = oneName(scan.source(field), scan.from(field), scan.to(field));
        return rule != null;
      }
      return true;
    }
    int first = scan.to(COLLECTION) - scan.from(COLLECTION);
    int second = scan.to(RULE) - scan.from(RULE);
    if (first + second > MAX_TEXT) {
      return false;
    }
    // Behind the place of the host.
    int from = 2 * MAX_TEXT;
    System.arraycopy(scan.source(COLLECTION), scan.from(COLLECTION), buffer, from, first);
    buffer[from + first] = '/';
    System.arraycopy(scan.source(RULE), scan.from(RULE), buffer, from + first + 1, second);
    rule = rules.of(buffer, from, from + first + 1 + second);
    return true;
  }

  private String oneName(byte[] bytes, int from, int to) {
    return to - from > MAX_TEXT ? null : rules.of(bytes, from, to);
  }

  private boolean isWellFormed() {
    long left = scan.present() & CHECKED & ~(scan.truths() & FLAGS);
    while (left != 0) {
      int field = Long.numberOfTrailingZeros(left);
      left &= left - 1;
      boolean good =
          switch (FIELDS[field]) {
            case TLS_INSPECTED, EXPLICIT_PROXY -> isFlag(field);
            case TRANSLATED_IP -> isAddress(field);
            case TRANSLATED_PORT -> port(field) >= 0;
            case SEVERITY -> {
              int value = shortNumber(field);
              yield value >= 0 && value <= 255;
            }
            case HITS -> shortNumber(field) >= 0;
            case RATE -> isDecimal(field);
            default -> false;
          };
      if (!good) {
        return false;
      }
    }
    return true;
  }

  private boolean isFlag(int field) {
    byte[] bytes = scan.source(field);
    int from = scan.from(field);
    int length = scan.to(field) - from;
    long word = Swar.wordOrZeros(bytes, from);
    if (length == 1) {
      return bytes[from] == '0' || bytes[from] == '1';
    }
    // In lower case, as the firewall writes them.
    return length == 4
        ? (word & 0xffff_ffffL) == TRUE
        : length == 5 && (word & 0xff_ffff_ffffL) == FALSE;
  }

  /** Digits with at most one dot between them. */
  private boolean isDecimal(int field) {
    byte[] bytes = scan.source(field);
    int from = scan.from(field);
    int to = scan.to(field);
    int dots = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.') {
        dots++;
      } else if (!isDigit(bytes[i])) {
        return false;
      }
    }
    return to - from <= 32 && dots <= 1 && isDigit(bytes[from]) && isDigit(bytes[to - 1]);
  }

  /**
   * Takes a flow that was made of the record scanned last, as if it had been read, but for its
   * time.
   */
  void take(Flow flow) {
    last = null;
    category = flow.category();
    kind = flow.kind();
    action = flow.action();
    firewall = same(firewalls, flow.firewall());
    protocol = flow.protocol();
    rule = same(rules, flow.rule().shortName());
    url = flow.url() != null;
    source = flow.sourceIp() != null;
    destination = flow.destinationIp() != null;
    destinationPort = flow.destinationPort();
  }

  private static String same(ByteTable<String> table, String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    return text == null ? null : table.of(bytes, 0, bytes.length);
  }

  /** What is to be remembered of the record read last. */
  Found found(int firewallVaries, int destinationVaries, int portVaries, int hostVaries) {
    return new Found(
        category,
        kind,
        action,
        firewallVaries != 0,
        firewall,
        protocol,
        rule,
        url,
        source,
        destinationVaries != 0,
        destination,
        destinationHigh,
        destinationLow,
        portVaries != 0,
        destinationPort,
        hostVaries != 0);
  }

  /** Takes what is the same for a record {@code [from, to)} as for one remembered. */
  @SuppressWarnings("ReferenceEquality") // only whether the stores can be saved
  void found(Found like, byte[] bytes, int from, int to) {
    recordFrom = from;
    recordTo = to;
    // Storing a reference may cost a barrier of the collector, and they are mostly there already.
    if (record != bytes) {
      record = bytes;
    }
    if (last != like) {
      last = like;
      category = like.category;
      kind = like.kind;
      action = like.action;
      protocol = like.protocol;
      rule = like.rule;
    }
    if (!like.firewallVaries) {
      firewall = like.firewall;
    }
    url = like.url;
    source = like.source;
    destination = like.destination;
    if (!like.destinationVaries) {
      destinationHigh = like.destinationHigh;
      destinationLow = like.destinationLow;
    }
    if (!like.portVaries) {
      destinationPort = like.port;
    }
    if (!like.hostVaries) {
      hostFrom = 0;
      hostTo = 0;
    }
  }

  /** The fields of the record scanned last, as {@link UnitReader} would have read them. */
  static void fill(RecordFields fields, RecordScan scan) {
    fields.clear();
    if (scan.hasProperties()) {
      fields.markProperties();
    }
    for (long left = scan.present(); left != 0; left &= left - 1) {
      int field = Long.numberOfTrailingZeros(left);
      fields.set(FIELDS[field], scan.text(field));
    }
  }

  @Override
  public Category category() {
    return category;
  }

  @Override
  public FlowKind kind() {
    return kind;
  }

  @Override
  public Action action() {
    return action;
  }

  @Override
  public long epochNanos() {
    return time.epochNanos();
  }

  @Override
  public String firewall() {
    return firewall;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public String rule() {
    return rule;
  }

  @Override
  public boolean hasSource() {
    return source;
  }

  @Override
  public long sourceHigh() {
    return sourceHigh;
  }

  @Override
  public long sourceLow() {
    return sourceLow;
  }

  @Override
  public int destinationPort() {
    return destinationPort;
  }

  @Override
  public byte[] hostBytes() {
    return host;
  }

  @Override
  public int hostFrom() {
    return hostFrom;
  }

  @Override
  public int hostTo() {
    return hostTo;
  }

  @Override
  public boolean hasDestinationAddress() {
    return destination;
  }

  @Override
  public long destinationHigh() {
    return destinationHigh;
  }

  @Override
  public long destinationLow() {
    return destinationLow;
  }

  @Override
  public boolean hasUrl() {
    return url;
  }

  @Override
  public Flow flow() {
    if (record != null && scan.scan(record, recordFrom, recordTo) < 0) {
      throw new IllegalStateException("a record that was compared cannot be scanned");
    }
    fill(fields, scan);
    return ((RecordResult.Parsed) builder.build(fields, brokerMillis)).flow();
  }
}
