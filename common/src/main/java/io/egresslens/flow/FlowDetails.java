package io.egresslens.flow;

/**
 * The fields that only some kinds of record carry. Everything is null when the log did not say it;
 * {@link #NONE} is the flow that has none of them.
 *
 * @param webCategory Azure's web category of the name or URL
 * @param tlsInspected whether the firewall decrypted the request
 * @param explicitProxy whether the request came to the explicit proxy port
 * @param translatedIp backend address of a DNAT
 * @param translatedPort backend port of a DNAT
 * @param icmpType ICMP type number
 * @param signatureId IDPS signature number, as written
 * @param signature IDPS signature text
 * @param severity IDPS severity: 1 high, 2 medium, 3 low
 * @param threat threat intelligence text
 * @param queryType DNS query type, for example {@code A}
 * @param responseCode DNS response code, for example {@code NXDOMAIN}
 * @param error DNS or resolver error text
 * @param rate fat-flow rate in Mbit/s
 * @param flag TCP flag of a flow trace
 * @param hits hit count of an aggregation record
 * @param serverMessage text of the response that a DNS trace shows, as written
 */
public record FlowDetails(
    String webCategory,
    Boolean tlsInspected,
    Boolean explicitProxy,
    IpAddress translatedIp,
    Integer translatedPort,
    Integer icmpType,
    String signatureId,
    String signature,
    Integer severity,
    String threat,
    String queryType,
    String responseCode,
    String error,
    Double rate,
    String flag,
    Long hits,
    String serverMessage) {

  public static final FlowDetails NONE =
      new FlowDetails(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);

  /** Of a record that shows no DNS response. */
  public FlowDetails(
      String webCategory,
      Boolean tlsInspected,
      Boolean explicitProxy,
      IpAddress translatedIp,
      Integer translatedPort,
      Integer icmpType,
      String signatureId,
      String signature,
      Integer severity,
      String threat,
      String queryType,
      String responseCode,
      String error,
      Double rate,
      String flag,
      Long hits) {
    this(
        webCategory,
        tlsInspected,
        explicitProxy,
        translatedIp,
        translatedPort,
        icmpType,
        signatureId,
        signature,
        severity,
        threat,
        queryType,
        responseCode,
        error,
        rate,
        flag,
        hits,
        null);
  }
}
