package io.egresslens.flow;

import java.util.HashSet;
import java.util.Set;

/**
 * Domains of clouds below which their customers have names: what stands directly left of one is
 * somebody's account, and says nothing of the owner of the next. A fixed table, beside the public
 * suffix list, which knows some of them only.
 */
public final class RentedSuffixes {
  /** All of them, in normal form. */
  public static final Set<String> ALL = table();

  private RentedSuffixes() {}

  private static Set<String> table() {
    Set<String> suffixes =
        new HashSet<>(
            Set.of(
                "servicebus.windows.net",
                "servicebus.usgovcloudapi.net",
                "database.windows.net",
                "database.usgovcloudapi.net",
                "vault.azure.net",
                "vault.usgovcloudapi.net",
                "blob.storage.azure.net",
                "azurecr.io",
                "azurecr.us",
                "azurewebsites.net",
                "azurewebsites.us",
                "azureedge.net",
                "azurefd.net",
                "trafficmanager.net",
                "usgovtrafficmanager.net",
                "cloudapp.net",
                "cloudapp.azure.com",
                "usgovcloudapp.net",
                "amazonaws.com",
                "googleapis.com",
                "githubusercontent.com"));
    for (String service :
        Set.of("blob", "file", "table", "queue", "dfs", "web", "monitor", "monitoring")) {
      suffixes.add(service + ".core.windows.net");
      suffixes.add(service + ".core.usgovcloudapi.net");
    }
    return Set.copyOf(suffixes);
  }
}
