package io.egresslens.jobs.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Records of one hour, each of a host of its own: the most state that a window can hold. */
final class DistinctHosts {
  private static final String START =
      "{\"category\":\"AZFWApplicationRule\",\"time\":\"2026-01-20T10:";
  private static final String FROM =
      "00Z\",\"resourceId\":\"/SUBSCRIPTIONS/00000000-0000-4000-8000-0000000E0001/RESOURCEGROUPS/"
          + "RG-HUB-EASTUS/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/FW-HUB-EASTUS\","
          + "\"properties\":{\"Protocol\":\"HTTPS\",\"SourceIp\":\"10.10.1.";
  private static final String TO = "\",\"SourcePort\":40000,\"DestinationPort\":443,\"Fqdn\":\"";
  private static final String END =
      ".example.net\",\"TargetUrl\":\"\",\"Action\":\"Deny\",\"Policy\":\"\","
          + "\"RuleCollectionGroup\":\"\",\"RuleCollection\":\"\",\"Rule\":\"\","
          + "\"ActionReason\":\"Default Action\",\"IsTlsInspected\":false,\"WebCategory\":\"\","
          + "\"IsExplicitProxyRequest\":false}}\n";

  private DistinctHosts() {}

  static void write(Path file, long records) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long i = 0; i < records; i++) {
        long tenth = i * 36_000 / records;
        // An odd factor turns the numbers up to 2^32 into one another, so hosts come in no order.
        String host = Long.toString(i * 2_654_435_761L & 0xffff_ffffL, 36);
        String text =
            START
                + (tenth / 6000)
                + (tenth / 600 % 10)
                + ':'
                + (tenth / 100 % 6)
                + (tenth / 10 % 10)
                + '.'
                + (tenth % 10)
                + FROM
                + (4 + i % 200)
                + TO
                + host
                + ".site-"
                + i % 977
                + END;
        out.write(text.getBytes(US_ASCII));
      }
    }
  }
}
