package io.egresslens.catalog.imports;

import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.catalog.PortSpec;
import java.util.List;
import java.util.Set;

/** The line of a plain list that is being read, and where its names go. Not thread-safe. */
final class ListLine {
  private final Imported.Draft draft;
  private final List<PortSpec> ports;
  private int number;
  private String text = "";

  ListLine(Imported.Draft draft, List<PortSpec> ports) {
    this.draft = draft;
    this.ports = ports;
  }

  void moveTo(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The line without outer space. */
  String text() {
    return text;
  }

  /** This name and nothing else. */
  void exact(String section, String name) {
    if (name.indexOf('*') >= 0) {
      unread("'" + name + "' has a star, and this kind of list knows none");
    } else if (isName(name)) {
      add(section, name);
    }
  }

  /** The name and everything below it: two entries, because no single pattern says both. */
  void withSubdomains(String section, String name) {
    if (name.indexOf('*') >= 0) {
      unread("'" + name + "' has a star in a place where its meaning is not known");
    } else if (isName(name)) {
      add(section, name);
      add(section, "*." + name);
    }
  }

  /** A pattern that means in Azure's dialect what it means in the list's. */
  void pattern(String section, String pattern) {
    if (isName(pattern)) {
      add(section, pattern);
    }
  }

  /** The line, or one name of it, becomes nothing. */
  void unread(String reason) {
    draft.unread(number, text, reason);
  }

  private boolean isName(String name) {
    // A slash would turn the rest into a path, braces into a variable: lists have neither.
    String refusal =
        name.indexOf('/') >= 0 || name.indexOf('$') >= 0
            ? "'" + name + "' is no host name"
            : MatchText.refusal(name, Dialect.AZURE);
    if (refusal == null && MatchText.isAddress(name)) {
      refusal = "'" + name + "' is an address in the place of a name";
    }
    if (refusal == null && ports.isEmpty()) {
      refusal = "such a list names no ports, and none were given for it";
    }
    if (refusal != null) {
      unread(refusal);
    }
    return refusal == null;
  }

  private void add(String section, String match) {
    Place place = new Place(section, number, text);
    String normal = MatchText.normal(match, Dialect.AZURE);
    draft.add(new ImportedEntry(normal, Dialect.AZURE, ports, Set.of(), null, null, place));
  }
}
