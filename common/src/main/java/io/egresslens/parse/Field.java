package io.egresslens.parse;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The one table of fields that we read, each with every base spelling seen. Two rules stand for the
 * rest of the spellings: keys are compared without case (so {@code SourceIP} is {@code SourceIp}),
 * and the type suffixes of the AzureDiagnostics table ({@code _s}, {@code _d}, {@code _b}, {@code
 * _g}, {@code _t}) are cut off (so {@code SourcePort_d} is {@code SourcePort}).
 *
 * <p>Envelope fields are looked for at the top of a record only: {@code Category} inside {@code
 * properties} is an IDPS signature's category, not the record's.
 */
enum Field {
  RECORDS(true, "records"),
  PROPERTIES(true, "properties"),
  TIME(true, "time"),
  TIME_GENERATED(true, "TimeGenerated"),
  TIME_STAMP(true, "timeStamp"),
  RESOURCE_ID(true, "resourceId", "_ResourceId"),
  CATEGORY(true, "category"),
  TYPE(true, "Type"),
  OPERATION_NAME(true, "operationName"),
  METRIC_NAME(true, "metricName"),
  TIME_GRAIN(true, "timeGrain"),

  MSG(false, "msg"),
  PROTOCOL(false, "Protocol"),
  /** Never a key of its own: part of the protocol. */
  ICMP_TYPE(false, "IcmpType"),
  SOURCE_IP(false, "SourceIp"),
  SOURCE_PORT(false, "SourcePort"),
  DESTINATION_IP(false, "DestinationIp"),
  DESTINATION_PORT(false, "DestinationPort"),
  FQDN(false, "Fqdn", "QueryName"),
  URL(false, "TargetUrl", "Url"),
  ACTION(false, "Action"),
  ACTION_REASON(false, "ActionReason"),
  POLICY(false, "Policy"),
  RULE_COLLECTION_GROUP(false, "RuleCollectionGroup"),
  RULE_COLLECTION(false, "RuleCollection"),
  RULE(false, "Rule", "RuleName"),
  WEB_CATEGORY(false, "WebCategory"),
  TLS_INSPECTED(false, "IsTlsInspected"),
  EXPLICIT_PROXY(false, "IsExplicitProxyRequest"),
  TRANSLATED_IP(false, "TranslatedIp"),
  TRANSLATED_PORT(false, "TranslatedPort"),
  SIGNATURE_ID(false, "SignatureId"),
  SIGNATURE(false, "Description"),
  SEVERITY(false, "Severity"),
  THREAT(false, "ThreatDescription"),
  QUERY_TYPE(false, "QueryType"),
  RESPONSE_CODE(false, "ResponseCode"),
  ERROR(false, "Error", "ErrorMessage"),
  SERVER_MESSAGE(false, "ServerMessage"),
  SERVER_IP(false, "ServerIp"),
  SERVER_PORT(false, "ServerPort"),
  RATE(false, "FlowRate"),
  FLAG(false, "Flag"),
  HITS(false, "ApplicationRuleCount", "NetworkRuleCount", "NatRuleCount");

  /** The fields of the envelope. */
  static final ImmutableList<Field> ENVELOPE =
      Arrays.stream(values()).filter(Field::isEnvelope).collect(toImmutableList());

  private static final Field[] FIELDS = values();

  private static final Map<String, Field> BY_KEY = new HashMap<>();

  static {
    for (Field field : values()) {
      for (String key : field.keys) {
        BY_KEY.put(key.toLowerCase(Locale.ROOT), field);
      }
    }
  }

  private final boolean envelope;
  private final ImmutableList<String> keys;

  Field(boolean envelope, String... keys) {
    this.envelope = envelope;
    this.keys = ImmutableList.copyOf(keys);
  }

  /** The field of that ordinal. */
  static Field of(int ordinal) {
    return FIELDS[ordinal];
  }

  /** Whether the field belongs to the envelope, hence only to the top of a record. */
  boolean isEnvelope() {
    return envelope;
  }

  /**
   * The field of that key, or null.
   *
   * @param top whether the key stands at the top of a record
   */
  static Field find(String key, boolean top) {
    String folded = key.toLowerCase(Locale.ROOT);
    Field exact = BY_KEY.get(folded);
    if (exact != null && (top || !exact.envelope)) {
      return exact;
    }
    Field bare = BY_KEY.get(withoutTypeSuffix(folded));
    return bare == null || bare.envelope ? null : bare;
  }

  private static String withoutTypeSuffix(String key) {
    int mark = key.length() - 2;
    boolean suffixed =
        mark > 0 && key.charAt(mark) == '_' && "sdbgt".indexOf(key.charAt(mark + 1)) >= 0;
    return suffixed ? key.substring(0, mark) : key;
  }

  /** The field's documented name. */
  @Override
  public String toString() {
    return keys.get(0);
  }
}
