package io.egresslens.samples;

import io.egresslens.samples.Records.At;
import java.time.Instant;

/** Gives every record of a gallery a time and a source port of its own, seven seconds apart. */
final class Ticker {
  private final Instant base;
  private int second;

  Ticker(Instant base) {
    this.base = base;
  }

  At at(Site site) {
    second += 7;
    return new At(base.plusMillis(second * 1000L + 118), site, site.worker(7), 40_000 + second);
  }
}
