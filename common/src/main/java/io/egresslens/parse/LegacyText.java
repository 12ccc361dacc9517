package io.egresslens.parse;

import com.google.common.collect.ImmutableList;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import java.util.Locale;

/**
 * Reads the one-line text of the legacy categories ({@code properties.msg}) into the same fields
 * that structured records have. Three heads ({@code ... request from ...}, {@code Failed to resolve
 * FQDN ...}, {@code DNS Request: ...} or {@code Error: ...}) and one table of keys in fixed order
 * cover every known form; which engine wrote a line is told by the keys it has, never by its
 * operation name, which writers disagree on.
 *
 * <p>Keys are looked for with their {@code ". "} before and {@code ": "} behind, because names
 * contain dots, commas, spaces and colons. Every search is an {@code indexOf}: the cost is linear
 * in the text, and there is no pattern that hostile names could make backtrack.
 */
final class LegacyText {
  /** The keys behind the endpoints, in the only order in which they occur. */
  private enum Key {
    POLICY(". Policy: ", Field.POLICY),
    GROUP(". Rule Collection Group: ", Field.RULE_COLLECTION_GROUP),
    COLLECTION(". Rule Collection: ", Field.RULE_COLLECTION),
    RULE(". Rule: ", Field.RULE),
    RULE_NAME(". Rule Name: ", Field.RULE),
    WEB_CATEGORY(". Web Category: ", Field.WEB_CATEGORY),
    THREAT(". ThreatIntel: ", Field.THREAT),
    SIGNATURE(". Signature: ", Field.SIGNATURE_ID),
    IDS(". IDS: ", Field.SIGNATURE),
    PRIORITY(". Priority: ", Field.SEVERITY),
    CLASSIFICATION(". Classification: ", null),
    REASON(". Reason: ", Field.ACTION_REASON);

    private final String label;
    private final Field field;

    Key(String label, Field field) {
      this.label = label;
      this.field = field;
    }
  }

  private static final Key[] KEYS = Key.values();
  private static final String REQUEST = " request from ";
  private static final String ACTION = ". Action: ";
  private static final String DNAT = " was DNAT'ed to ";
  private static final String DENIED = " was denied";
  private static final String URL = ". Url: ";
  private static final String UNRESOLVED = "Failed to resolve FQDN ";
  private static final String COLLECTION = ". Rule Collection: ";
  private static final String REASON = "Reason: ";

  /** How sentences begin that say why no rule let the request pass; they tell of no threat. */
  private static final ImmutableList<String> REASONS =
      ImmutableList.of("No rule matched", "Failed to resolve", REASON);

  private static final String DNS_REQUEST = "DNS Request: ";
  private static final String DNS_ERROR = "Error: ";

  private final String text;
  private final RecordFields out;

  private LegacyText(String text, RecordFields out) {
    this.text = text;
    this.out = out;
  }

  /**
   * Reads the text into the fields.
   *
   * @param usual the kind of the record's category, for the lines that do not tell
   * @return the kind of the record, or null when the text has none of the known forms
   */
  static FlowKind read(String msg, FlowKind usual, RecordFields out) {
    String text = bare(msg, 0, msg.length());
    LegacyText reader = new LegacyText(text, out);
    if (text.startsWith(DNS_REQUEST)) {
      return reader.dnsRequest();
    }
    if (text.startsWith(DNS_ERROR)) {
      return reader.dnsError();
    }
    return text.startsWith(UNRESOLVED) ? reader.unresolved() : reader.request(usual);
  }

  /** {@code PROTO request from S [to D] ...}: rules, NAT, threat intelligence, IDPS. */
  private FlowKind request(FlowKind usual) {
    int anchor = text.indexOf(REQUEST);
    String protocol = anchor < 0 ? "" : text.substring(0, anchor).trim();
    if (!isProtocol(protocol)) {
      return null;
    }
    out.set(Field.PROTOCOL, protocol);
    int from = anchor + REQUEST.length();
    int action = decisionAt(from);
    if (action >= 0) {
      return decided(usual, from, action);
    }
    int dnat = text.indexOf(DNAT, from);
    if (dnat >= 0) {
      int rest = keys(dnat + DNAT.length());
      endpoint(dnat + DNAT.length(), rest, Field.TRANSLATED_IP, Field.TRANSLATED_PORT);
      return endpoints(from, dnat) ? FlowKind.NAT : null;
    }
    int denied = text.indexOf(DENIED, from);
    if (denied < 0) {
      return null;
    }
    out.set(Field.ACTION, "deny");
    int word = denied + DENIED.length();
    reason(sentence(word, keys(word)));
    return endpoints(from, denied) ? ruleKind(usual) : null;
  }

  private FlowKind decided(FlowKind usual, int from, int action) {
    int url = text.indexOf(URL, from);
    if (url >= 0 && url < action) {
      out.set(Field.URL, text.substring(url + URL.length(), action).trim());
    } else {
      url = action;
    }
    int word = action + ACTION.length();
    int wordEnd = wordEnd(word);
    out.set(Field.ACTION, text.substring(word, wordEnd));
    int keysAt = keys(wordEnd);
    String sentence = sentence(wordEnd, keysAt);
    boolean threat = isThreat(sentence);
    if (!endpoints(from, url)) {
      return null;
    }
    if (out.get(Field.SIGNATURE_ID) != null || out.get(Field.SIGNATURE) != null) {
      return FlowKind.IDPS;
    }
    if (out.get(Field.THREAT) != null) {
      return FlowKind.THREAT_INTEL;
    }
    boolean alert = text.regionMatches(true, word, "alert", 0, 5);
    boolean portless =
        out.get(Field.SOURCE_PORT) == null && out.get(Field.DESTINATION_PORT) == null;
    if (threat && (alert || portless)) {
      out.set(Field.THREAT, sentence);
      return FlowKind.THREAT_INTEL;
    }
    reason(sentence);
    return ruleKind(usual);
  }

  /** What stands between the action and the keys; it begins with the dots that end the action. */
  private String sentence(int from, int to) {
    int start = from;
    while (start < to && (text.charAt(start) == '.' || text.charAt(start) <= ' ')) {
      start++;
    }
    return bare(text, start, to);
  }

  private static boolean isThreat(String sentence) {
    return !sentence.isEmpty()
        && REASONS.stream().noneMatch(r -> sentence.regionMatches(true, 0, r, 0, r.length()));
  }

  private void reason(String sentence) {
    boolean labelled = sentence.startsWith(REASON);
    out.set(Field.ACTION_REASON, labelled ? sentence.substring(REASON.length()) : sentence);
  }

  /** HTTP, HTTPS and MSSQL are spoken by application rules, and by nothing else. */
  private FlowKind ruleKind(FlowKind usual) {
    return switch (out.get(Field.PROTOCOL).toLowerCase(Locale.ROOT)) {
      case "http", "https", "mssql" -> FlowKind.APPLICATION;
      default -> usual == FlowKind.APPLICATION ? usual : FlowKind.NETWORK;
    };
  }

  /**
   * Where the decision begins: the last {@code ". Action: "} with a known word behind it. The last,
   * because the URL and the name before it are the client's choice and may hold the same words.
   */
  private int decisionAt(int from) {
    int at = text.lastIndexOf(ACTION);
    while (at >= from) {
      int word = at + ACTION.length();
      if (FlowBuilder.actionOf(text.substring(word, wordEnd(word))) != null) {
        return at;
      }
      at = text.lastIndexOf(ACTION, at - 1);
    }
    return -1;
  }

  /**
   * Reads the keys from a place on.
   *
   * @return where the first of them begins, or the end of the text
   */
  private int keys(int from) {
    int first = text.length();
    Key open = null;
    int valueAt = from;
    int searchFrom = from;
    for (Key key : KEYS) {
      int at = text.indexOf(key.label, searchFrom);
      if (at < 0) {
        continue;
      }
      if (open == null) {
        first = at;
      } else {
        close(open, valueAt, at);
      }
      open = key;
      valueAt = at + key.label.length();
      // The space and dot that end one key's value may begin the next key.
      searchFrom = valueAt;
    }
    if (open != null) {
      close(open, valueAt, text.length());
      unpack();
    }
    return first;
  }

  private void close(Key key, int from, int to) {
    if (key.field != null) {
      out.set(key.field, bare(text, from, to));
    }
  }

  /** {@code Rule Collection: policy:group:collection}, as lines without policy keys pack it. */
  private void unpack() {
    String packed = out.get(Field.RULE_COLLECTION);
    if (packed == null || out.get(Field.POLICY) != null) {
      return;
    }
    int first = packed.indexOf(':');
    int second = packed.indexOf(':', first + 1);
    if (first > 0 && second > first && packed.indexOf(':', second + 1) < 0) {
      out.set(Field.POLICY, packed.substring(0, first));
      out.set(Field.RULE_COLLECTION_GROUP, packed.substring(first + 1, second));
      out.set(Field.RULE_COLLECTION, packed.substring(second + 1));
    }
  }

  /** Reads {@code S} or {@code S to D} in [from, to); false when there is no source. */
  private boolean endpoints(int from, int to) {
    int sourceEnd = text.indexOf(' ', from);
    sourceEnd = sourceEnd < 0 || sourceEnd > to ? to : sourceEnd;
    endpoint(from, sourceEnd, Field.SOURCE_IP, Field.SOURCE_PORT);
    if (sourceEnd < to && text.startsWith(" to ", sourceEnd)) {
      endpoint(sourceEnd + 4, to, Field.FQDN, Field.DESTINATION_PORT);
    }
    return out.get(Field.SOURCE_IP) != null;
  }

  /**
   * Splits {@code host:port}, {@code [v6]:port}, {@code v6:port} and hosts without port. A bare
   * IPv6 address is cut at its last colon when the protocol has ports, and never for ICMP.
   */
  private void endpoint(int from, int to, Field hostField, Field portField) {
    // A destination keeps its dots: whether it is still a name with them is judged later.
    boolean destination = hostField == Field.FQDN;
    String host = destination ? text.substring(from, to).strip() : bare(text, from, to);
    int colon = host.lastIndexOf(':');
    boolean bracketed = host.startsWith("[") && host.indexOf(']') > 0;
    if (bracketed) {
      colon = colon > host.indexOf(']') ? colon : -1;
    } else if (colon > host.indexOf(':')) {
      boolean icmp = out.get(Field.PROTOCOL).regionMatches(true, 0, "ICMP", 0, 4);
      boolean whole = IpAddress.parse(host) != null;
      if (whole && (icmp || IpAddress.parse(host.substring(0, colon)) == null)) {
        colon = -1;
      }
    }
    if (colon >= 0) {
      out.set(portField, bare(host, colon + 1, host.length()));
      host = host.substring(0, colon);
    }
    out.set(
        hostField, bracketed && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
  }

  /** {@code Failed to resolve FQDN N. Error E. Rule Collection: ... Rule: ...}. */
  private FlowKind unresolved() {
    int from = UNRESOLVED.length();
    int nameEnd = text.indexOf(' ', from);
    nameEnd = nameEnd < 0 ? text.length() : nameEnd;
    // One dot ends the sentence, any other is the name's.
    boolean dot = nameEnd > from && text.charAt(nameEnd - 1) == '.';
    out.set(Field.FQDN, text.substring(from, dot ? nameEnd - 1 : nameEnd));
    int rule = text.lastIndexOf(COLLECTION);
    int errorEnd = rule < nameEnd - 1 ? text.length() : rule;
    if (rule >= nameEnd - 1) {
      keys(rule);
    }
    if (text.startsWith(" Error ", nameEnd)) {
      out.set(Field.ERROR, bare(text, nameEnd + 7, errorEnd));
    }
    return out.get(Field.FQDN) == null ? null : FlowKind.FQDN_FAILURE;
  }

  /** {@code DNS Request: C:P - ID TYPE CLASS NAME. proto size do bufsize RCODE flags rsize dur}. */
  private FlowKind dnsRequest() {
    String[] words = text.substring(DNS_REQUEST.length()).trim().split(" +", 16);
    boolean dash = words.length >= 12 && (words[1].equals("-") || words[1].equals("\u2013"));
    if (!dash || words.length > 14) {
      return null;
    }
    out.set(Field.PROTOCOL, words[6]);
    int client = text.indexOf(words[0], DNS_REQUEST.length());
    endpoint(client, client + words[0].length(), Field.SOURCE_IP, Field.SOURCE_PORT);
    out.set(Field.QUERY_TYPE, words[3]);
    out.set(Field.FQDN, words[5]);
    out.set(Field.RESPONSE_CODE, words[10]);
    return FlowKind.DNS;
  }

  /**
   * {@code Error: RCODE NAME. TYPE: read udp a:p->b:p: TEXT}. The address is the firewall's own
   * socket towards the server, so the record has no source.
   */
  private FlowKind dnsError() {
    int code = DNS_ERROR.length();
    int name = text.indexOf(' ', code) + 1;
    int type = name <= 0 ? 0 : text.indexOf(' ', name) + 1;
    int colon = type <= 0 ? -1 : text.indexOf(": ", type);
    if (colon < 0) {
      return null;
    }
    out.set(Field.RESPONSE_CODE, text.substring(code, name - 1));
    out.set(Field.FQDN, text.substring(name, type - 1));
    out.set(Field.QUERY_TYPE, text.substring(type, colon));
    out.set(Field.ERROR, text.substring(colon + 2));
    return FlowKind.DNS;
  }

  private static boolean isProtocol(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != ' ' && c != '=' && c != '-') {
        return false;
      }
    }
    return !word.isEmpty() && word.length() <= 32;
  }

  private int wordEnd(int from) {
    int at = from;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The part without the spaces around it and the dots and spaces that end it. */
  private static String bare(String text, int from, int to) {
    int start = from;
    int end = Math.max(from, to);
    while (start < end && (text.charAt(start) <= ' ')) {
      start++;
    }
    while (end > start && (text.charAt(end - 1) <= ' ' || text.charAt(end - 1) == '.')) {
      end--;
    }
    return text.substring(start, end);
  }
}
