package io.egresslens.parse;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.FlowView;
import io.egresslens.ingest.EventTimeBounds;
import java.util.Locale;

/**
 * The flow of the record read last, as the hot path sees it. It is filled by one of two: by {@link
 * FlowScan}, field by field from a record that was scanned, or by {@link RunTable}, value by value
 * as they come, and then the {@link RecordShape} of all records like that. Values are taken from
 * bytes; a method that takes one says no when it may be none, and the record is then for others.
 *
 * <p>Texts are the same instances again and again; a host stays where it stands, or in a buffer
 * when it had to be changed. {@link #flow} scans the record once more and gives it to {@link
 * FlowBuilder}, so the whole flow is always that one's. Not thread-safe.
 */
final class ScannedFlow implements FlowView {
  private final AddressScan address = new AddressScan();
  private final HostScan host = new HostScan();
  private final ByteTable<String> firewalls =
      new ByteTable<>(text -> text.toLowerCase(Locale.ROOT));

  private final AdmittedTime time;
  private final FlowBuilder builder;
  private final RecordScan scan;
  private final RecordFields fields;

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
  private boolean destination;
  private long destinationHigh;
  private long destinationLow;

  /** Whose category, kind, action, protocol and rule are taken; null when the record's own. */
  private RecordShape last;

  /** The record's bytes when it was compared, not scanned; null when the scan holds it. */
  private byte[] record;

  private int recordFrom;
  private int recordTo;

  /**
   * @param fields for {@link #flow}; whoever else uses it has it again after each call
   */
  ScannedFlow(RecordScan scan, EventTimeBounds bounds, RecordFields fields) {
    this.scan = scan;
    time = new AdmittedTime(bounds);
    this.fields = fields;
    builder = new FlowBuilder(bounds);
  }

  /** Begins with the record scanned last. */
  void begin(long broker) {
    brokerMillis = broker;
    record = null;
    last = null;
  }

  /** Takes the shape of a record {@code [from, to)}, whose values have been taken already. */
  @SuppressWarnings("ReferenceEquality") // only whether the stores can be saved
  void take(RecordShape like, byte[] bytes, int from, int to) {
    recordFrom = from;
    recordTo = to;
    // Storing a reference may cost a barrier of the collector, and they are mostly there already.
    if (record != bytes) {
      record = bytes;
    }
    if (last != like) {
      last = like;
      category = like.category();
      kind = like.kind();
      action = like.action();
      protocol = like.protocol();
      rule = like.rule();
    }
    if (!like.firewallVaries()) {
      firewall = like.firewall();
    }
    url = like.url();
    source = like.source();
    destination = like.destination();
    if (!like.destinationVaries()) {
      destinationHigh = like.destinationHigh();
      destinationLow = like.destinationLow();
    }
    if (!like.portVaries()) {
      destinationPort = like.port();
    }
    if (!like.hostVaries()) {
      host.clear();
    }
  }

  /**
   * What is to be remembered of the record read last.
   *
   * @param varied bits of the kinds of {@link RunTree} that were cut out of it
   */
  RecordShape shape(int varied) {
    return new RecordShape(
        category,
        kind,
        action,
        (varied >> RunTree.FIREWALL & 1) != 0,
        firewall,
        protocol,
        rule,
        url,
        source,
        (varied >> RunTree.DESTINATION & 1) != 0,
        destination,
        destinationHigh,
        destinationLow,
        (varied >> RunTree.DESTINATION_PORT & 1) != 0,
        destinationPort,
        (varied >> RunTree.HOST & 1) != 0);
  }

  /** The table of firewalls, for whoever reads one in another way. */
  ByteTable<String> firewalls() {
    return firewalls;
  }

  /** Takes the time of {@code [from, to)}; false when it is not sure to be a plausible one. */
  boolean time(byte[] bytes, int from, int to, long broker) {
    brokerMillis = broker;
    return time.read(bytes, from, to, broker);
  }

  /** Takes the time that begins there; the place behind it, or -1 when it is not sure to be one. */
  int time(byte[] bytes, int from, long broker) {
    brokerMillis = broker;
    return time.read(bytes, from, broker);
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

  boolean isAddress(byte[] bytes, int from, int to) {
    return address.read(bytes, from, to);
  }

  /** Takes the host of {@code [from, to)}, not empty; false when it may be no name. */
  boolean host(byte[] bytes, int from, int to) {
    return host.read(bytes, from, to);
  }

  /**
   * The same.
   *
   * @param odd whether it may hold upper-case letters, colons or anything beyond ASCII
   */
  boolean host(byte[] bytes, int from, int to, boolean odd) {
    return host.read(bytes, from, to, odd);
  }

  void noHost() {
    host.clear();
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

  void category(Category of, FlowKind as, boolean withUrl) {
    last = null;
    category = of;
    kind = as;
    url = withUrl;
  }

  void action(Action taken) {
    action = taken;
  }

  void protocol(String name) {
    protocol = name;
  }

  void rule(String name) {
    rule = name;
  }

  void hasSource(boolean has) {
    source = has;
  }

  void hasDestination(boolean has) {
    destination = has;
  }

  /** The fields of the record scanned last, as {@link UnitReader} would have read them. */
  static void fill(RecordFields fields, RecordScan scan) {
    fields.clear();
    if (scan.hasProperties()) {
      fields.markProperties();
    }
    for (long left = scan.present(); left != 0; left &= left - 1) {
      int field = Long.numberOfTrailingZeros(left);
      fields.set(Field.of(field), scan.text(field));
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
    return host.bytes();
  }

  @Override
  public int hostFrom() {
    return host.from();
  }

  @Override
  public int hostTo() {
    return host.to();
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
