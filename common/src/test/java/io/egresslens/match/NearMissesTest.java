package io.egresslens.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Lockdown;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules by example: the shipped catalogs, seen from a cluster in eastus. */
class NearMissesTest {
  static final long AT = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();

  static final Cluster CLUSTER =
      new Cluster(
          "blue",
          Cloud.PUBLIC,
          "eastus",
          "blue1234.eastus.aroapp.io",
          Lockdown.ON,
          List.of(),
          List.of(AddressPrefix.parse("10.0.0.0/8")),
          Set.of(),
          Map.of());

  private static final NearMisses DEFAULT =
      NearMisses.of(CatalogLoader.load(List.of())).boundTo(CLUSTER);

  @ParameterizedTest(name = "{0} is {1} of {2}")
  @CsvSource({
    "cdn07.quay.io, next-number, aro.registry.quay-cdn06",
    "arosvc.westeurope.data.azurecr.io, other-region, aro.acr.data",
    "westus2-shared.prod.warm.ingest.monitor.core.windows.net, other-region, aro.geneva.ingest-shared",
    "api.q7w2k9hd.westeurope.aroapp.io, other-cluster, platform.api",
    "guestconfig.quay.io, label-deeper, aro.registry.quay",
    "arosvc.data.azurecr.io, label-short, aro.acr.data",
    "regsitry.redhat.io, typo, aro.registry.redhat",
    "login.microsoftonlne.com, typo!, aro.aad",
    "quay.io.evil.example, embedded!, aro.registry.quay",
    "quay-io.example, embedded!, aro.registry.quay",
    "login-microsoftonline.example, embedded!, aro.aad",
    "login.microsoftonline.us, other-cloud, aro.gov.aad",
    "l0gin.micr0s0ftonline.com, homoglyph!, aro.aad",
    "rnanagement.azure.com, -, -",
    "registry.r\u0435dhat.io, homoglyph!, aro.registry.redhat",
    "agentimagestoreneu01.blob.core.windows.net, other-region, aro.geneva.agent-images-cus01",
    "maupdateaccount5.blob.core.windows.net, next-number, aro.geneva.agent-updates-4",
    "examplebackup0001.blob.core.windows.net, -, -",
    "gsm999999999xt.blob.core.windows.net, -, -",
    "docs.redhat.com, -, -",
    "docket.com, -, -",
    "play.io, -, -",
    "www.example.com, -, -",
  })
  void theNameIsNear(String name, String kind, String entry) {
    NearMiss near = DEFAULT.find(HostName.normalize(name), "https", 443, AT);
    String said =
        near == null ? "- -" : near.kind().label() + (near.lookalike() ? "! " : " ") + near.entry();
    assertThat(said)
        .as(near == null ? "nothing" : near.explanation())
        .isEqualTo(kind + " " + entry);
  }
}
