package io.egresslens.catalog.imports;

import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.catalog.PortSpec;
import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads one rule that allows. The dialect of target names is the catalog's own. Target URLs are
 * not: {@code host/a} is that path alone and stays unread, {@code host/a/*} is what is below it and
 * becomes the path prefix, with a note, because the prefix takes {@code host/a} too (reference page
 * endpoint-catalog, section 3.1).
 */
final class FirewallRule {
  /** Lists of a rule that name what is not in the document, and what to say of it. */
  private static final List<String[]> OPAQUE =
      List.of(
          new String[] {"fqdnTags", "an FQDN tag: its names are not published"},
          new String[] {"webCategories", "a web category: its names are not published"},
          new String[] {"destinationIpGroups", "an IP group: its addresses are not in the rule"});

  private final Imported.Draft draft;

  FirewallRule(Imported.Draft draft) {
    this.draft = draft;
  }

  void application(Tree rule, String section) {
    opaque(rule);
    List<Tree> names = new ArrayList<>(rule.property("targetFqdns", "destinationFqdns").texts());
    List<Tree> urls = rule.property("targetUrls").texts();
    if (names.isEmpty() && urls.isEmpty()) {
      return;
    }
    Set<PortSpec> ports = new LinkedHashSet<>();
    for (Tree protocol : rule.property("protocols").elements()) {
      String type = protocol.at("protocolType").text();
      try {
        ports.add(PortSpec.parse(type + ":" + protocol.at("port").text()));
      } catch (IllegalArgumentException e) {
        draft.unread(protocol.line(), section, e.getMessage());
      }
    }
    if (ports.isEmpty()) {
      draft.unread(rule.line(), section, "the rule names no protocol with a port");
      return;
    }
    names.forEach(name -> name(name, section, List.copyOf(ports)));
    urls.forEach(url -> url(url, section, List.copyOf(ports)));
  }

  void network(Tree rule, String section) {
    opaque(rule);
    List<Tree> names = rule.property("destinationFqdns").texts();
    List<Tree> addresses = rule.property("destinationAddresses").texts();
    if (names.isEmpty() && addresses.isEmpty()) {
      return;
    }
    List<PortSpec> ports = networkPorts(rule, section);
    if (ports.isEmpty()) {
      draft.unread(rule.line(), section, "the rule names no port that a catalog can hold");
      return;
    }
    for (Tree name : names) {
      if (name.text().indexOf('*') >= 0) {
        draft.unread(name.line(), name.text(), "a network rule takes whole names only");
      } else {
        name(name, section, ports);
      }
    }
    addresses.forEach(address -> address(address, section, ports));
  }

  private void opaque(Tree rule) {
    for (String[] key : OPAQUE) {
      for (Tree member : rule.property(key[0]).texts()) {
        draft.unread(member.line(), member.text(), key[1]);
      }
    }
  }

  private void name(Tree name, String section, List<PortSpec> ports) {
    if (isExpression(name)) {
      return;
    }
    if (name.text().equals("*")) {
      draft.unread(name.line(), "*", "takes every name: nothing would be unexpected any more");
    } else if (name.text().indexOf('/') >= 0) {
      draft.unread(name.line(), name.text(), "a target name has no path");
    } else if (name.text().indexOf('$') >= 0 || MatchText.isAddress(name.text())) {
      draft.unread(name.line(), name.text(), "no host name");
    } else {
      add(name.text(), name, section, ports);
    }
  }

  private void url(Tree url, String section, List<PortSpec> ports) {
    if (isExpression(url)) {
      return;
    }
    String text = url.text().replaceFirst("(?i)^https?://", "");
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    String path = slash < 0 ? "" : text.substring(slash);
    if (path.equals("/*") && !host.equals("*")) {
      add(host, url, section, ports);
    } else if (path.endsWith("/*") && !host.equals("*")) {
      String prefix = path.substring(0, path.length() - 2);
      draft.note(
          url.line(), url.text(), "also takes " + prefix + " itself, which the rule does not");
      add(host + prefix, url, section, ports);
    } else {
      draft.unread(
          url.line(), url.text(), "means single paths; a path of a catalog is always a prefix");
    }
  }

  private void address(Tree address, String section, List<PortSpec> ports) {
    String text = address.text();
    if (isExpression(address)) {
      return;
    }
    if (text.equals("*")) {
      draft.unread(address.line(), text, "takes every address");
    } else if (MatchText.isAddress(text)) {
      add(text, address, section, ports);
    } else if (text.indexOf('-') > 0
        && IpAddress.parse(text.substring(0, text.indexOf('-'))) != null) {
      draft.unread(address.line(), text, "a range from one address to another: write prefixes");
    } else if (HostName.normalize(text) != null && text.matches("[A-Za-z][A-Za-z0-9._]*")) {
      add(MatchText.TAG + text, address, section, ports);
    } else {
      draft.unread(address.line(), text, "neither an address nor the name of a service tag");
    }
  }

  private void add(String match, Tree at, String section, List<PortSpec> ports) {
    String normal = MatchText.normal(match, Dialect.AZURE);
    draft.add(ImportedEntry.of(normal, ports, new Place(section, at.line(), at.text())));
  }

  /** Reports what only a deployment can work out. */
  private boolean isExpression(Tree value) {
    boolean expression = value.text().startsWith("[") && value.text().endsWith("]");
    if (expression) {
      draft.unread(value.line(), value.text(), "an expression: its value is not in the template");
    }
    return expression;
  }

  /** Every protocol with every port; {@code Any} is TCP and UDP. */
  private List<PortSpec> networkPorts(Tree rule, String section) {
    Set<String> protocols = new LinkedHashSet<>();
    boolean whatever = false;
    for (Tree protocol : rule.property("ipProtocols", "protocols").texts()) {
      String name = protocol.text().toLowerCase(Locale.ROOT);
      whatever |= name.equals("any");
      switch (name) {
        case "any" -> protocols.addAll(List.of("tcp", "udp"));
        case "tcp", "udp" -> protocols.add(name);
        default ->
            draft.unread(protocol.line(), section, "protocol " + protocol.text() + " has no ports");
      }
    }
    Set<PortSpec> ports = new LinkedHashSet<>();
    for (Tree text : rule.property("destinationPorts").texts()) {
      if (text.text().equals("*")) {
        if (whatever) {
          return List.of(PortSpec.ANY);
        }
        draft.unread(text.line(), section, "every port of a protocol; a catalog names single ones");
        continue;
      }
      try {
        for (int port : FeedPorts.numbers(text.text())) {
          protocols.forEach(protocol -> ports.add(new PortSpec(protocol, port)));
        }
      } catch (IllegalArgumentException e) {
        draft.unread(text.line(), section, e.getMessage());
      }
    }
    return List.copyOf(ports);
  }
}
