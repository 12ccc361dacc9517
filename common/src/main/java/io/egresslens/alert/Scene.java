package io.egresslens.alert;

import io.egresslens.window.Timeline;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a rule sees of one subject: all that its conclusion may depend on.
 *
 * @param subject what it is about
 * @param memory what is remembered of it
 * @param cluster what is remembered of its cluster, or of the firewall where it has none
 * @param firewall what is remembered of the firewall
 * @param rules settings, catalog, clusters
 * @param now how far time is
 */
public record Scene(
    Subject subject,
    SubjectMemory memory,
    SubjectMemory cluster,
    SubjectMemory firewall,
    AlertRules rules,
    AlertTime now) {

  public Scene {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(firewall, "firewall");
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(now, "now");
  }

  /** The subject's flows of these lanes by pane. */
  public Timeline panes(Predicate<Lane> which) {
    return memory.panes(which);
  }

  /** When anything was seen around the subject: all flows of its cluster. */
  public Timeline pulse() {
    return cluster.pulse();
  }
}
