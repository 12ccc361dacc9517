package io.egresslens.samples;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;

/**
 * A row of the traffic table: a destination, what the firewall does with it and why, and what
 * catalog and cluster are meant to say of it.
 *
 * @param host name or address; empty when the firewall saw none
 * @param protocol lower case
 * @param port 0 for none
 * @param url empty when the firewall saw none
 * @param rule {@code collection/rule}; empty when no rule matched
 * @param expectation null when the record is no decision
 */
record Traffic(
    String host,
    String protocol,
    int port,
    String url,
    Action action,
    String rule,
    Expectation expectation) {

  static final String DEFAULT_ACTION = "";

  static Traffic allow(String host, String rule, Expectation expectation) {
    return new Traffic(host, "https", 443, "", Action.ALLOW, rule, expectation);
  }

  /** Denied because no rule allows it. */
  static Traffic deny(String host, Expectation expectation) {
    return new Traffic(host, "https", 443, "", Action.DENY, DEFAULT_ACTION, expectation);
  }

  /** Decided by another rule. */
  Traffic by(String newRule) {
    return new Traffic(host, protocol, port, url, action, newRule, expectation);
  }

  Traffic on(String newProtocol, int newPort) {
    return new Traffic(host, newProtocol, newPort, url, action, rule, expectation);
  }

  /** Plain HTTP on port 80, with the URL that only then is logged. */
  Traffic plainHttp(String path) {
    return new Traffic(host, "http", 80, "http://" + host + path, action, rule, expectation);
  }

  boolean web() {
    return protocol.equals("https") || protocol.equals("http") || protocol.equals("mssql");
  }

  String collection() {
    return rule.isEmpty() ? "" : rule.substring(0, rule.indexOf('/'));
  }

  String ruleName() {
    return rule.substring(rule.indexOf('/') + 1);
  }
}
