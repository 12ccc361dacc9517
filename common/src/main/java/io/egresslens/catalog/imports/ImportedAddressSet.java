package io.egresslens.catalog.imports;

import io.egresslens.flow.AddressPrefix;
import java.util.List;
import java.util.Objects;

/**
 * A named set of addresses, a service tag for example.
 *
 * @param name as entries name it behind {@code tag:}
 * @param prefixes in the order of the document
 * @param place where it stands
 */
public record ImportedAddressSet(String name, List<AddressPrefix> prefixes, Place place) {
  public ImportedAddressSet {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(place, "place");
    prefixes = List.copyOf(prefixes);
  }
}
