package io.egresslens.bench;

/**
 * The fields that a peer takes from a record; null or 0 when the record has none. Reused, because a
 * peer is to be at its best.
 */
public final class PeerRecord {
  public String category;
  public String time;
  public String firewall;
  public String protocol;
  public String source;
  public String host;
  public String address;
  public int port;
  public String action;
  public String collection;
  public String rule;

  /** The text of a legacy record. */
  public String message;

  /** Forgets the record. */
  public void clear() {
    category = null;
    time = null;
    firewall = null;
    protocol = null;
    source = null;
    host = null;
    address = null;
    port = 0;
    action = null;
    collection = null;
    rule = null;
    message = null;
  }

  /** Takes a text by the name it has in a record; other names are passed over. */
  public void take(String name, String value) {
    switch (name) {
      case "category" -> category = value;
      case "time" -> time = value;
      case "resourceId" -> firewall = value;
      case "Protocol" -> protocol = value;
      case "SourceIp" -> source = value;
      case "Fqdn" -> host = value;
      case "DestinationIp" -> address = value;
      case "Action" -> action = value;
      case "RuleCollection" -> collection = value;
      case "Rule" -> rule = value;
      case "msg" -> message = value;
      default -> {}
    }
  }

  /** Whether {@link #take} has a use for the value of this name. */
  public static boolean isText(String name) {
    return switch (name) {
      case "category",
          "time",
          "resourceId",
          "Protocol",
          "SourceIp",
          "Fqdn",
          "DestinationIp",
          "Action",
          "RuleCollection",
          "Rule",
          "msg" ->
          true;
      default -> false;
    };
  }
}
