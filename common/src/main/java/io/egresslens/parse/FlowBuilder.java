package io.egresslens.parse;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.LogFormat;
import io.egresslens.flow.RuleRef;
import io.egresslens.ingest.EventTime;
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
  private final FieldValues values = new FieldValues();

  FlowBuilder(EventTimeBounds bounds) {
    this.bounds = bounds;
  }

  /**
   * What the record is.
   *
   * @param brokerMillis the broker's record time, {@link Long#MIN_VALUE} when there is none
   */
  RecordResult build(RecordFields record, long brokerMillis) {
    values.open(record);
    if (!record.hasEnvelope()) {
      return new RecordResult.Rejected(RejectReason.ENVELOPE, "no field of a log record");
    }
    String name = categoryName(record);
    Category category = name == null ? null : Category.find(name);
    if (category == null) {
      return withoutCategory(record, name);
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
    splitIcmp(record);
    Instant time = time(brokerMillis);
    if (time == null) {
      return values.rejected();
    }
    Flow flow = flow(time, category, kind);
    return values.rejected() != null ? values.rejected() : new RecordResult.Parsed(flow);
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

  /** Whether a category, table or operation of Azure Firewall is called like that. */
  static boolean isFirewallName(String name) {
    return name.regionMatches(true, 0, "AZFW", 0, 4)
        || name.regionMatches(true, 0, "AzureFirewall", 0, 13);
  }

  private RecordResult withoutCategory(RecordFields record, String name) {
    if (record.get(Field.CATEGORY) == null
        && (record.get(Field.METRIC_NAME) != null || record.get(Field.TIME_GRAIN) != null)) {
      return new RecordResult.Other(METRIC);
    }
    String resource = record.get(Field.RESOURCE_ID);
    if (resource != null && !resource.toLowerCase(Locale.ROOT).contains("/azurefirewalls/")) {
      return new RecordResult.Other(OTHER_RESOURCE);
    }
    if (name == null) {
      return new RecordResult.Rejected(RejectReason.MISSING_FIELD, "category");
    }
    return new RecordResult.Rejected(
        RejectReason.UNKNOWN_CATEGORY, "category " + FieldValues.quoted(name));
  }

  private Instant time(long brokerMillis) {
    String text = values.text(Field.TIME);
    if (text == null) {
      text = values.text(Field.TIME_GENERATED);
    }
    if (text == null) {
      text = values.text(Field.TIME_STAMP);
    }
    if (text == null) {
      values.reject(RejectReason.BAD_TIME, "no event time");
      return null;
    }
    Instant time = eventTime.parse(text);
    if (time == null) {
      values.reject(
          RejectReason.BAD_TIME,
          "time " + FieldValues.quoted(text) + " is of none of the known forms");
      return null;
    }
    if (!bounds.admits(time.toEpochMilli(), brokerMillis)) {
      values.reject(
          RejectReason.BAD_TIME,
          "time " + FieldValues.quoted(text) + " lies outside the plausible interval");
      return null;
    }
    return time;
  }

  private Flow flow(Instant time, Category category, FlowKind kind) {
    Action action = action(kind);
    IpAddress source = values.address(Field.SOURCE_IP);
    if (source == null && isDecision(kind)) {
      values.reject(RejectReason.MISSING_FIELD, "SourceIp");
    }
    boolean trace = kind == FlowKind.DNS_TRACE;
    IpAddress destination = values.address(trace ? Field.SERVER_IP : Field.DESTINATION_IP);
    int destinationPort = values.port(trace ? Field.SERVER_PORT : Field.DESTINATION_PORT);
    String name = values.hostName(Field.FQDN);
    IpAddress named = name == null ? null : IpAddress.parse(name);
    if (named != null) {
      name = null;
      destination = destination == null ? named : destination;
    }
    return new Flow(
        time,
        values.folded(Field.RESOURCE_ID),
        category,
        kind,
        category.format(),
        values.folded(Field.PROTOCOL),
        source,
        values.port(Field.SOURCE_PORT),
        name,
        destination,
        destinationPort,
        values.text(Field.URL),
        action,
        values.text(Field.ACTION_REASON),
        rule(),
        details());
  }

  static boolean isDecision(FlowKind kind) {
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
    String text = values.text(Field.ACTION);
    if (text == null) {
      if (isDecision(kind)) {
        values.reject(RejectReason.MISSING_FIELD, "Action");
      }
      return null;
    }
    Action action = actionOf(text);
    if (action == null) {
      values.reject(RejectReason.BAD_VALUE, "Action " + FieldValues.quoted(text));
    }
    return action;
  }

  /** The action of a word, or null when it is none. IDPS says {@code drop} for deny. */
  static Action actionOf(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "allow" -> Action.ALLOW;
      case "deny", "drop" -> Action.DENY;
      case "alert" -> Action.ALERT;
      default -> null;
    };
  }

  /** Leaves {@code ICMP} as protocol of {@code ICMP Type=8} and sets its type. */
  private static void splitIcmp(RecordFields record) {
    String protocol = record.get(Field.PROTOCOL);
    int mark = protocol == null ? -1 : protocol.indexOf(' ');
    String rest = mark < 0 ? "" : protocol.substring(mark).strip();
    if (rest.regionMatches(true, 0, "type=", 0, 5)) {
      record.set(Field.PROTOCOL, protocol.substring(0, mark));
      record.set(Field.ICMP_TYPE, rest.substring(5));
    }
  }

  private RuleRef rule() {
    String policy = values.text(Field.POLICY);
    String group = values.text(Field.RULE_COLLECTION_GROUP);
    String collection = values.text(Field.RULE_COLLECTION);
    String rule = values.text(Field.RULE);
    return policy == null && group == null && collection == null && rule == null
        ? RuleRef.NONE
        : new RuleRef(policy, group, collection, rule);
  }

  private FlowDetails details() {
    String error = values.text(Field.ERROR);
    FlowDetails details =
        new FlowDetails(
            values.text(Field.WEB_CATEGORY),
            values.flag(Field.TLS_INSPECTED),
            values.flag(Field.EXPLICIT_PROXY),
            values.address(Field.TRANSLATED_IP),
            values.small(Field.TRANSLATED_PORT, 65_535),
            values.small(Field.ICMP_TYPE, 255),
            values.text(Field.SIGNATURE_ID),
            values.text(Field.SIGNATURE),
            values.small(Field.SEVERITY, 255),
            values.text(Field.THREAT),
            queryType(),
            responseCode(error != null),
            error,
            values.rate(Field.RATE),
            values.text(Field.FLAG),
            values.count(Field.HITS),
            values.text(Field.SERVER_MESSAGE));
    return details.equals(FlowDetails.NONE) ? FlowDetails.NONE : details;
  }

  /** Rows of a DNS time-out say {@code "A:"}. */
  private String queryType() {
    String type = values.text(Field.QUERY_TYPE);
    return type != null && type.endsWith(":") ? type.substring(0, type.length() - 1) : type;
  }

  /** The code by its name. The 0 of a row that tells an error means nothing. */
  private String responseCode(boolean failed) {
    String code = values.text(Field.RESPONSE_CODE);
    if (code == null || code.length() != 1 || code.charAt(0) < '0' || code.charAt(0) > '5') {
      return code;
    }
    return failed && code.equals("0") ? null : RESPONSE_CODES[code.charAt(0) - '0'];
  }
}
