package io.egresslens.catalog.lint;

import io.egresslens.catalog.Location;
import java.util.Comparator;
import java.util.Objects;

/**
 * A place where a rule hits. Ordered by place, then rule.
 *
 * @param why what is wrong just there
 * @param waivedFor the reason of the author who has the rule passed over there; null when nobody
 *     does
 */
public record Finding(LintRule rule, Location location, String why, String waivedFor)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::location)
          .thenComparing(finding -> finding.rule().id())
          .thenComparing(Finding::why);

  public Finding {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(why, "why");
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line: severity rule: why; mend}. */
  @Override
  public String toString() {
    return "%s: %s %s: %s; %s"
        .formatted(location, rule.severity().label(), rule.id(), why, rule.mend());
  }
}
