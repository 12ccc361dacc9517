package io.egresslens.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainRollupTest {
  private static final String OWN = "d5xm5iut.eastus.aroapp.io";

  @ParameterizedTest
  @CsvSource({
    "api.d5xm5iut.eastus.aroapp.io, d5xm5iut.eastus.aroapp.io",
    "d5xm5iut.eastus.aroapp.io, d5xm5iut.eastus.aroapp.io",
    "xd5xm5iut.eastus.aroapp.io, aroapp.io",
    "gsm1xt.blob.core.windows.net, blob.core.windows.net",
    "blob.core.windows.net, blob.core.windows.net",
    "a.b.table.core.usgovcloudapi.net, table.core.usgovcloudapi.net",
    "foo.database.windows.net, database.windows.net",
    "evilblob.core.windows.net, windows.net",
    "arosvc.eastus.data.azurecr.io, azurecr.io",
    "bucket.s3.us-east-1.amazonaws.com, amazonaws.com",
    "raw.githubusercontent.com, githubusercontent.com",
    "x.trafficmanager.net, trafficmanager.net",
    "cdn01.quay.io, quay.io",
    "a.b.example.co.uk, example.co.uk",
    "_dmarc._tcp.a-.example.co.uk, example.co.uk",
    "co.uk, co.uk",
    "db.corp.internal, corp.internal",
    "localhost, localhost",
    "_.-, _.-",
    "10.1.2.3,",
    "2001:db8::1,",
    ","
  })
  void aDestinationHasOneDomain(String destination, String domain) {
    assertThat(DomainRollup.domainOf(destination, OWN)).isEqualTo(domain);
  }

  @Test
  void withoutAClusterItsDomainIsAnOrdinaryName() {
    assertThat(DomainRollup.domainOf("api." + OWN, null)).isEqualTo("aroapp.io");
  }

  @Test
  void noTextMakesItThrowAndEveryAccountHasTheSameDomain() {
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append("ab-_..0:\u00fc \n".charAt(random.nextInt(11)));
      }
      assertThatCode(() -> DomainRollup.domainOf(text.toString(), OWN))
          .as("seed %s, text '%s'", seed, text)
          .doesNotThrowAnyException();
      assertThat(DomainRollup.domainOf(text + ".blob.core.windows.net", OWN))
          .as("seed %s, text '%s'", seed, text)
          .isEqualTo("blob.core.windows.net");
    }
  }
}
