package io.egresslens.bench;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.match.CompiledMatcher;
import io.egresslens.match.HostMatcher;
import io.egresslens.match.Match;
import java.time.Instant;

/**
 * EgressLens's matcher, from bytes, with protocol, port and time: asked as ingest asks it, and with
 * a memory in front. The only place here that knows its interface. Not thread-safe.
 */
public final class OwnMatching {
  private static final long AT = Instant.parse("2026-01-20T12:00:00Z").toEpochMilli();

  private final CompiledMatcher matcher;

  /** Made when asked for: it is a thread's memory and no part of a compiled catalog. */
  private HostMatcher asked;

  /** Compiles the catalog and binds it to a cluster. */
  public OwnMatching(Catalog catalog) {
    matcher = CompiledMatcher.of(catalog).boundTo(Scene.CLUSTER);
  }

  /** The entry of the host in {@code [from, to)}, looked up anew; null when there is none. */
  public CatalogEntry findAnew(byte[] bytes, int from, int to) {
    Match match = matcher.find(bytes, from, to, "https", 443, null, AT);
    return match == null ? null : match.entry();
  }

  /** The same from a memory of the hosts asked for lately, if it holds it. */
  public CatalogEntry find(byte[] bytes, int from, int to) {
    if (asked == null) {
      asked = new HostMatcher(matcher);
    }
    return asked.find(bytes, from, to, "https", 443, AT);
  }
}
