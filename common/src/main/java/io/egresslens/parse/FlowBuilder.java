package io.egresslens.parse;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.LogFormat;
import io.egresslens.flow.RuleRef;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.RejectReason;
import java.time.Instant;
import java.util.Locale;

/**
 * From the fields of one record to a flow in normal form, or the first thing that is wrong with it.
 * All rules about what a value means stand here. Not thread-safe: one per parser.
 */
final class FlowBuilder {
  /** Box of records that are platform metrics sent to the same hub. */
  static final String METRIC = "metric";

  /** Box of records that another Azure resource wrote. */
  static final String OTHER_RESOURCE = "other-resource";

  private static final String[] RESPONSE_CODES = {
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"
  };

  private final EventTimeBounds bounds;
  private final EventTime eventTime = new EventTime();
  private RecordFields fields;
  private RecordResult.Rejected rejected;

  FlowBuilder(EventTimeBounds bounds) {
    this.bounds = bounds;
  }

  /**
   * What the record is.
   *
   * @param brokerMillis the broker's record time, {@link Long#MIN_VALUE} when there is none
   */
  RecordResult build(RecordFields record, long brokerMillis) {
    fields = record;
    rejected = null;
    if (!record.hasEnvelope()) {
      return new RecordResult.Rejected(RejectReason.ENVELOPE, "no field of a log record");
    }
    String name = categoryName(record);
    Category category = name == null ? null : Category.find(name);
    if (category == null) {
      return withoutCategory(name);
    }
    if (record.propertiesBroken()) {
      return new RecordResult.Rejected(RejectReason.BAD_VALUE, "properties is no JSON object");
    }
    FlowKind kind = category.kind();
    if (category.format() == LogFormat.LEGACY) {
      String text = record.get(Field.MSG);
      if (text == null || text.isBlank()) {
        return new RecordResult.Rejected(RejectReason.MISSING_FIELD, "msg");
      }
      kind = LegacyText.read(text, category.kind(), record);
      if (kind == null) {
        return new RecordResult.Rejected(
            RejectReason.UNKNOWN_SHAPE, "msg is of none of the known forms");
      }
    }
    Instant time = time(brokerMillis);
    if (time == null) {
      return rejected;
    }
    Flow flow = flow(time, category, kind);
    return rejected != null ? rejected : new RecordResult.Parsed(flow);
  }

  /**
   * The name of the record's category as the record spells it, or null. A Log Analytics row says it
   * as its table; its {@code Category} column is then something else. Some writers name only the
   * operation.
   */
  static String categoryName(RecordFields record) {
    String table = record.get(Field.TYPE);
    if (table != null && (isFirewallName(table) || record.get(Field.CATEGORY) == null)) {
      return table;
    }
    String category = record.get(Field.CATEGORY);
    if (category != null) {
      return category;
    }
    String operation = record.get(Field.OPERATION_NAME);
    if (operation == null || !isFirewallName(operation)) {
      return null;
    }
    return operation.endsWith("Log") && Category.find(operation) == null
        ? operation.substring(0, operation.length() - 3)
        : operation;
  }

  private static boolean isFirewallName(String name) {
    return name.regionMatches(true, 0, "AZFW", 0, 4)
        || name.regionMatches(true, 0, "AzureFirewall", 0, 13);
  }

  private RecordResult withoutCategory(String name) {
    if (fields.get(Field.CATEGORY) == null
        && (fields.get(Field.METRIC_NAME) != null || fields.get(Field.TIME_GRAIN) != null)) {
      return new RecordResult.Other(METRIC);
    }
    String resource = fields.get(Field.RESOURCE_ID);
    if (resource != null && !fold(resource).contains("/azurefirewalls/")) {
      return new RecordResult.Other(OTHER_RESOURCE);
    }
    if (name == null) {
      return new RecordResult.Rejected(RejectReason.MISSING_FIELD, "category");
    }
    return new RecordResult.Rejected(RejectReason.UNKNOWN_CATEGORY, "category " + quoted(name));
  }

  private Instant time(long brokerMillis) {
    String text = fields.get(Field.TIME);
    if (text == null) {
      text = fields.get(Field.TIME_GENERATED);
    }
    if (text == null) {
      text = fields.get(Field.TIME_STAMP);
    }
    if (text == null) {
      reject(RejectReason.BAD_TIME, "no event time");
      return null;
    }
    Instant time = eventTime.parse(text);
    if (time == null) {
      reject(RejectReason.BAD_TIME, "time " + quoted(text) + " is of none of the known forms");
      return null;
    }
    if (!bounds.admits(time.toEpochMilli(), brokerMillis)) {
      reject(
          RejectReason.BAD_TIME, "time " + quoted(text) + " lies outside the plausible interval");
      return null;
    }
    return time;
  }

  private Flow flow(Instant time, Category category, FlowKind kind) {
    Action action = action(kind);
    IpAddress source = address(Field.SOURCE_IP);
    if (source == null && isDecision(kind)) {
      reject(RejectReason.MISSING_FIELD, "SourceIp");
    }
    boolean trace = kind == FlowKind.DNS_TRACE;
    IpAddress destination = address(trace ? Field.SERVER_IP : Field.DESTINATION_IP);
    int destinationPort = port(trace ? Field.SERVER_PORT : Field.DESTINATION_PORT);
    String name = hostName(fields.get(Field.FQDN));
    IpAddress named = name == null ? null : IpAddress.parse(name);
    if (named != null) {
      name = null;
      destination = destination == null ? named : destination;
    }
    String resource = fields.get(Field.RESOURCE_ID);
    String icmpType = splitIcmp();
    return new Flow(
        time,
        resource == null ? null : fold(resource),
        category,
        kind,
        category.format(),
        fold(fields.get(Field.PROTOCOL)),
        source,
        port(Field.SOURCE_PORT),
        name,
        destination,
        destinationPort,
        fields.get(Field.URL),
        action,
        fields.get(Field.ACTION_REASON),
        rule(),
        details(icmpType));
  }

  private static boolean isDecision(FlowKind kind) {
    return kind == FlowKind.APPLICATION
        || kind == FlowKind.NETWORK
        || kind == FlowKind.THREAT_INTEL
        || kind == FlowKind.IDPS;
  }

  /** Null for the kinds that decide nothing, whatever their action field says. */
  private Action action(FlowKind kind) {
    if (!isDecision(kind) && kind != FlowKind.AGGREGATION) {
      return null;
    }
    String text = fields.get(Field.ACTION);
    if (text == null) {
      if (isDecision(kind)) {
        reject(RejectReason.MISSING_FIELD, "Action");
      }
      return null;
    }
    Action action = actionOf(text);
    if (action == null) {
      reject(RejectReason.BAD_VALUE, "Action " + quoted(text));
    }
    return action;
  }

  /** The action of a word, or null when it is none. IDPS says {@code drop} for deny. */
  static Action actionOf(String word) {
    return switch (fold(word)) {
      case "allow" -> Action.ALLOW;
      case "deny", "drop" -> Action.DENY;
      case "alert" -> Action.ALERT;
      default -> null;
    };
  }

  /** Leaves {@code ICMP} as protocol of {@code ICMP Type=8} and returns the type, or null. */
  private String splitIcmp() {
    String protocol = fields.get(Field.PROTOCOL);
    int mark = protocol == null ? -1 : protocol.indexOf(' ');
    if (mark < 0 || !protocol.regionMatches(true, mark + 1, "type=", 0, 5)) {
      return null;
    }
    fields.set(Field.PROTOCOL, protocol.substring(0, mark));
    return protocol.substring(mark + 6);
  }

  private RuleRef rule() {
    String policy = fields.get(Field.POLICY);
    String group = fields.get(Field.RULE_COLLECTION_GROUP);
    String collection = fields.get(Field.RULE_COLLECTION);
    String rule = fields.get(Field.RULE);
    return policy == null && group == null && collection == null && rule == null
        ? RuleRef.NONE
        : new RuleRef(policy, group, collection, rule);
  }

  private FlowDetails details(String icmpType) {
    String error = fields.get(Field.ERROR);
    FlowDetails details =
        new FlowDetails(
            fields.get(Field.WEB_CATEGORY),
            flag(Field.TLS_INSPECTED),
            flag(Field.EXPLICIT_PROXY),
            address(Field.TRANSLATED_IP),
            fields.get(Field.TRANSLATED_PORT) == null
                ? null
                : (Integer) port(Field.TRANSLATED_PORT),
            icmpType == null ? null : (Integer) small("ICMP type", icmpType, 255),
            fields.get(Field.SIGNATURE_ID),
            fields.get(Field.SIGNATURE),
            fields.get(Field.SEVERITY) == null
                ? null
                : (Integer) small("Severity", fields.get(Field.SEVERITY), 255),
            fields.get(Field.THREAT),
            queryType(),
            responseCode(error != null),
            error,
            rate(),
            fields.get(Field.FLAG),
            hits());
    return details.equals(FlowDetails.NONE) ? FlowDetails.NONE : details;
  }

  /** Rows of a DNS time-out say {@code "A:"}. */
  private String queryType() {
    String type = fields.get(Field.QUERY_TYPE);
    return type != null && type.endsWith(":") ? type.substring(0, type.length() - 1) : type;
  }

  /** The code by its name. The 0 of a row that tells an error means nothing. */
  private String responseCode(boolean failed) {
    String code = fields.get(Field.RESPONSE_CODE);
    if (code == null || code.length() != 1 || code.charAt(0) < '0' || code.charAt(0) > '5') {
      return code;
    }
    return failed && code.equals("0") ? null : RESPONSE_CODES[code.charAt(0) - '0'];
  }

  private Double rate() {
    String text = fields.get(Field.RATE);
    if (text == null) {
      return null;
    }
    double rate = Numbers.decimal(text);
    if (Double.isNaN(rate) || rate < 0) {
      reject(RejectReason.BAD_VALUE, "FlowRate " + quoted(text));
    }
    return rate;
  }

  private Long hits() {
    String text = fields.get(Field.HITS);
    if (text == null) {
      return null;
    }
    long hits = Numbers.whole(text);
    if (hits < 0) {
      reject(RejectReason.BAD_VALUE, "hit count " + quoted(text));
    }
    return hits;
  }

  private Boolean flag(Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    if (text.equalsIgnoreCase("true") || text.equals("1")) {
      return Boolean.TRUE;
    }
    if (!text.equalsIgnoreCase("false") && !text.equals("0")) {
      reject(RejectReason.BAD_VALUE, field + " " + quoted(text));
    }
    return Boolean.FALSE;
  }

  private int port(Field field) {
    String text = fields.get(field);
    return text == null ? 0 : small(field.toString(), text, 65_535);
  }

  private int small(String what, String text, int max) {
    long value = Numbers.whole(text);
    if (value < 0 || value > max) {
      reject(RejectReason.BAD_VALUE, what + " " + quoted(text));
      return 0;
    }
    return (int) value;
  }

  private IpAddress address(Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    IpAddress address = IpAddress.parse(text);
    if (address == null) {
      reject(RejectReason.BAD_ADDRESS, field + " " + quoted(text));
    }
    return address;
  }

  private static String hostName(String text) {
    if (text == null) {
      return null;
    }
    String name = fold(text);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.isEmpty() ? null : name;
  }

  /** The first thing wrong is the one that the dead letter tells. */
  private void reject(RejectReason reason, String detail) {
    if (rejected == null) {
      rejected = new RecordResult.Rejected(reason, detail);
    }
  }

  /** Text of a log in quotes for a detail, shortened: the raw bytes say the rest. */
  private static String quoted(String text) {
    return text.length() <= 80 ? "\"" + text + "\"" : "\"" + text.substring(0, 80) + "\"...";
  }

  private static String fold(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
