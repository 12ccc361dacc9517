package io.egresslens.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The legacy text as an ordinary tool reads it: a regular expression with named groups for each
 * shape that it knows, tried in turn, the frequent ones first. The matchers are reused. Knows the
 * ten shapes that {@link io.egresslens.samples.LegacyGenerator} writes, and few of the others. Not
 * thread-safe.
 */
public final class LegacyPatterns {
  private static final String REQUEST =
      "(?<protocol>\\S+) request from (?<source>\\S+):(?<sourcePort>\\d+)"
          + " to (?<destination>\\S+):(?<port>\\d+)";
  private static final String DECISION =
      REQUEST + "\\. (?:Url: (?<url>\\S+)\\. )?Action: (?<action>\\w+)";
  private static final String RULE = "Rule Collection: (?<collection>.*?)\\. Rule: (?<rule>.*)";
  private static final String POLICY =
      "Policy: (?<policy>.*?)\\. Rule Collection Group: (?<group>.*?)\\. " + RULE;

  private final List<Matcher> ruled =
      List.of(matcher(DECISION + "\\.+ " + POLICY), matcher(DECISION + "\\.+ " + RULE));
  private final List<Matcher> bare =
      List.of(matcher(DECISION + "\\. No rule matched\\. .*"), matcher(DECISION + "\\.*"));
  private final List<Matcher> others =
      List.of(
          matcher("DNS Request: (?<source>\\S+):(?<sourcePort>\\d+) - \\d+ (?<type>\\w+) .*"),
          matcher(REQUEST + " was DNAT'ed to (?<translated>\\S+)\\. " + POLICY),
          matcher(DECISION + "\\. ThreatIntel: (?<threat>.*)"));

  private static Matcher matcher(String pattern) {
    return Pattern.compile(pattern).matcher("");
  }

  /**
   * Reads the record's text into its fields.
   *
   * @return whether it is a decision
   * @throws IllegalArgumentException for a text of no known shape
   */
  public boolean read(PeerRecord record) {
    for (Matcher matcher : ruled) {
      if (matcher.reset(record.message).matches()) {
        decision(matcher, record);
        record.collection = matcher.group("collection");
        record.rule = matcher.group("rule");
        return true;
      }
    }
    for (Matcher matcher : bare) {
      if (matcher.reset(record.message).matches()) {
        decision(matcher, record);
        return true;
      }
    }
    for (Matcher matcher : others) {
      if (matcher.reset(record.message).matches()) {
        record.source = matcher.group("source");
        return false;
      }
    }
    throw new IllegalArgumentException(record.message);
  }

  private static void decision(Matcher matcher, PeerRecord record) {
    record.protocol = matcher.group("protocol");
    record.source = matcher.group("source");
    String destination = matcher.group("destination");
    if (isAddress(destination)) {
      record.address = destination;
    } else {
      record.host = destination;
    }
    record.port = Integer.parseInt(matcher.group("port"));
    record.action = matcher.group("action");
  }

  /** No top-level domain ends in a digit. */
  private static boolean isAddress(String destination) {
    return Character.isDigit(destination.charAt(destination.length() - 1));
  }
}
