package io.egresslens.jobs.bench;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A log record as an ordinary job binds it: only the members it needs, the others skipped. */
@JsonIgnoreProperties(ignoreUnknown = true)
public final class PeerRecord {
  public String category;
  public String time;
  public String resourceId;
  public Properties properties;

  /** Of an application or network rule. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public static final class Properties {
    @JsonProperty("Protocol")
    public String protocol;

    @JsonProperty("SourceIp")
    public String sourceIp;

    @JsonProperty("DestinationIp")
    public String destinationIp;

    @JsonProperty("DestinationPort")
    public int destinationPort;

    @JsonProperty("Fqdn")
    public String fqdn;

    @JsonProperty("Action")
    public String action;
  }

  /** Whether it decides on egress, and so is counted. */
  boolean isDecision() {
    return switch (category) {
      case "AZFWApplicationRule", "AZFWNetworkRule" -> true;
      case "AZFWThreatIntel", "AZFWIdpsSignature" -> !"alert".equalsIgnoreCase(properties.action);
      default -> false;
    };
  }
}
