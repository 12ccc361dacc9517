package io.egresslens.jobs.io;

import io.egresslens.jobs.config.ClientProperties;
import io.egresslens.jobs.config.RunConfig;
import io.egresslens.jobs.config.RunConfig.CatalogUpdates;
import java.io.Serializable;
import java.util.List;

/**
 * Where a running job finds its catalog and its clusters; travels to where they are watched.
 *
 * @param catalog shipped names and paths, beside the default set
 * @param clusters path of the inventory; null when there is none
 * @param bootstrapServers of the broker that has the topic
 * @param properties for its client
 */
record CatalogPlaces(
    List<String> catalog,
    String clusters,
    CatalogUpdates updates,
    String bootstrapServers,
    ClientProperties properties)
    implements Serializable {

  static CatalogPlaces of(RunConfig config) {
    return new CatalogPlaces(
        config.catalog(),
        config.clusters(),
        config.updates(),
        config.kafka().bootstrapServers(),
        config.kafka().properties());
  }
}
