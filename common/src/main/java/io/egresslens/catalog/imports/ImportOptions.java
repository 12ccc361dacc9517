package io.egresslens.catalog.imports;

import io.egresslens.catalog.PortSpec;
import java.util.List;

/**
 * What the user decides about reading a document.
 *
 * @param includeComments whether comments of the document are read as if they were its text
 * @param ports for documents that name no port; empty makes such lines unread
 */
public record ImportOptions(boolean includeComments, List<PortSpec> ports) {
  /** Comments left out, no ports presumed. */
  public static final ImportOptions DEFAULT = new ImportOptions(false, List.of());

  public ImportOptions {
    ports = List.copyOf(ports);
  }
}
