package io.egresslens.catalog.imports;

import io.egresslens.catalog.PortSpec;
import java.util.List;
import java.util.Map;

/**
 * What the user decides about reading a document.
 *
 * @param includeComments whether comments of the document are read as if they were its text
 * @param ports for documents that name no port; empty makes such lines unread
 * @param attributes of AsciiDoc: which conditional parts are read, and what {@code {name}} stands
 *     for; the value may be empty
 */
public record ImportOptions(
    boolean includeComments, List<PortSpec> ports, Map<String, String> attributes) {
  /** Comments left out, no ports presumed, no attributes. */
  public static final ImportOptions DEFAULT = new ImportOptions(false, List.of());

  public ImportOptions {
    ports = List.copyOf(ports);
    attributes = Map.copyOf(attributes);
  }

  /** Without attributes. */
  public ImportOptions(boolean includeComments, List<PortSpec> ports) {
    this(includeComments, ports, Map.of());
  }
}
