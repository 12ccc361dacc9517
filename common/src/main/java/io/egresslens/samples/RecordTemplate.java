package io.egresslens.samples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A category's record in one order of its keys, cut into literal bytes and the places between them:
 * literal, place, literal, and so on.
 *
 * @param places {@code t} time of day, {@code f} firewall, {@code s} source address, {@code p} its
 *     port, {@code d} destination address, {@code h} host, {@code a} action, {@code o g c r}
 *     policy, group, collection and rule, {@code e} reason
 */
record RecordTemplate(String category, byte[][] literals, byte[] places) {
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

  /** The record of a category; order 0 is the usual one, any other a shuffle of its own. */
  static RecordTemplate of(String category, LocalDate day, long seed, int order) {
    Dice shuffle = new Dice(seed + order).named(category);
    List<String> properties = new ArrayList<>(List.of(PROPERTIES.get(category).split("\\|")));
    List<String> keys =
        new ArrayList<>(
            List.of(
                "category=\"" + category + '"',
                "time=\"" + day + "T{t}Z\"",
                "resourceId=\"{f}\"",
                "properties"));
    for (List<String> members : List.of(keys, properties)) {
      for (int i = members.size() - 1; order > 0 && i > 0; i--) {
        Collections.swap(members, i, shuffle.below(i + 1));
      }
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

  private static RecordTemplate cut(String category, String text) {
    List<String> literals = new ArrayList<>();
    StringBuilder places = new StringBuilder();
    Matcher place = Pattern.compile("\\{([a-z])}").matcher(text);
    int from = 0;
    while (place.find()) {
      literals.add(text.substring(from, place.start()));
      places.append(place.group(1));
      from = place.end();
    }
    literals.add(text.substring(from));
    return new RecordTemplate(
        category,
        literals.stream().map(literal -> literal.getBytes(US_ASCII)).toArray(byte[][]::new),
        places.toString().getBytes(US_ASCII));
  }

  /** The action of every record of the category, {@code none}, or null when it varies. */
  static String fixedAction(String category) {
    String properties = PROPERTIES.get(category);
    if (properties.contains("{a}")) {
      return null;
    }
    int action = properties.indexOf("Action=\"") + 8;
    return action < 8 ? "none" : properties.substring(action, properties.indexOf('"', action));
  }
}
