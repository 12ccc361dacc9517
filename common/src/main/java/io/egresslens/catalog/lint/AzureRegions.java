package io.egresslens.catalog.lint;

import io.egresslens.catalog.Cloud;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The regions that Azure has, in the short form that names are made of, as known in November 2026.
 * New ones are opened each year: that one is not here is a hint and no proof.
 */
final class AzureRegions {
  private static final Map<Cloud, Set<String>> BY_CLOUD =
      Map.of(
          Cloud.PUBLIC,
          words(
              """
              australiacentral australiacentral2 australiaeast australiasoutheast austriaeast
              belgiumcentral brazilsouth brazilsoutheast canadacentral canadaeast centralindia
              centralus centraluseuap chilecentral denmarkeast eastasia eastus eastus2 eastus2euap
              eastus3 francecentral francesouth germanynorth germanywestcentral indiasouthcentral
              indonesiacentral israelcentral italynorth japaneast japanwest jioindiacentral
              jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth
              northcentralus northeurope norwayeast norwaywest polandcentral qatarcentral
              saudiarabiaeast southafricanorth southafricawest southcentralus southeastasia
              southindia spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest
              taiwannorth taiwannorthwest uaecentral uaenorth uksouth ukwest westcentralus
              westeurope westindia westus westus2 westus3
              """),
          Cloud.USGOV,
          words("usdodcentral usdodeast usgovarizona usgovtexas usgovvirginia"),
          Cloud.CHINA,
          words(
              """
              chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3
              """));

  private AzureRegions() {}

  /** Whether a cloud is known to have a region. */
  static boolean has(Cloud cloud, String region) {
    return BY_CLOUD.get(cloud).contains(region);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("\\s+"))
        .filter(Predicate.not(String::isEmpty))
        .collect(Collectors.toUnmodifiableSet());
  }
}
