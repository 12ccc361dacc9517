package io.egresslens.classify;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.FeatureState;
import io.egresslens.catalog.Period;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.match.DestinationSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What decided an expectation, in words, the most important first. */
final class DecisionReasons {
  private final ClusterView view;
  private final DestinationSpec asked;
  private final Instant at;
  private final List<AddressSet> unnamedSets;

  /**
   * @param unnamedSets those of the catalog's address sets that no entry names
   */
  DecisionReasons(
      ClusterView view, DestinationSpec asked, Instant at, List<AddressSet> unnamedSets) {
    this.unnamedSets = unnamedSets;
    this.view = view;
    this.asked = asked;
    this.at = at;
  }

  /**
   * Tells the decision.
   *
   * @param judged the expectation in the end
   * @param before the expectation before acceptances had their say
   * @param entry the entry that was hit; null when none was
   * @param suffix null when the name is below no shared suffix
   */
  List<String> of(Expectation judged, Expectation before, CatalogEntry entry, SharedSuffix suffix) {
    List<String> reasons = new ArrayList<>();
    reasons.add(decision(before, entry));
    if (suffix != null && before != Expectation.SHARED_SUFFIX) {
      reasons.add(
          "anybody can rent a name below " + suffix.suffix() + "; this one is listed by name");
    } else if (suffix != null) {
      reasons.add("shared suffix declared by " + suffix.source());
    }
    if (asked.destination() != null) {
      acceptances(judged, before, reasons);
    }
    if (asked.address() != null) {
      addressLane(reasons);
    }
    return reasons;
  }

  private String decision(Expectation before, CatalogEntry entry) {
    Cluster cluster = view.cluster();
    return switch (before) {
      case LOCAL -> local(entry);
      case PROXIED -> "level proxied, and egress lockdown is on: the gateway should carry it";
      case REQUIRED ->
          switch (entry.level()) {
            case PROXIED -> "level proxied, and egress lockdown is " + lockdown(cluster);
            case REQUIRED -> "level required";
            default -> feature(entry);
          };
      case OPTIONAL, OPTED_OUT -> feature(entry);
      case SHARED_SUFFIX -> "no entry lists the name, and anybody can rent one like it";
      case WRONG_PORT ->
          entry.id()
              + " lists it with "
              + CandidateReasons.list(entry.ports())
              + ", not with "
              + port(asked);
      case UNLISTED -> "no entry lists it";
      case NO_DESTINATION -> "neither a usable name nor an address";
      case ACCEPTED -> throw new IllegalStateException("nothing is accepted before acceptances");
    };
  }

  /** What is only so of flows that carry no name. */
  private void addressLane(List<String> reasons) {
    boolean web = asked.port() == 443 || asked.port() == 80;
    if (web && !asked.address().isLocal()) {
      reasons.add(
          "judged by the address alone: a network rule that passes "
              + asked.port()
              + " hides the name, and many names can share an address; its log says tcp:"
              + asked.port());
    }
    for (AddressSet set : unnamedSets) {
      AddressPrefix prefix = set.period().contains(at) ? set.holding(asked.address()) : null;
      if (prefix != null) {
        reasons.add("in the address set " + set.name() + " (" + prefix + "), which no entry names");
      }
    }
  }

  private String local(CatalogEntry entry) {
    if (asked.host() != null && view.isOwnDomain(asked.host())) {
      return "the cluster's own domain " + view.cluster().domain() + ", or below it";
    }
    return entry == null ? "a private address that no entry lists so" : "level local";
  }

  private static String lockdown(Cluster cluster) {
    return cluster == null
        ? "not known, for the source is of no known cluster"
        : cluster.egressLockdown().name().toLowerCase(Locale.ROOT);
  }

  private String feature(CatalogEntry entry) {
    Cluster cluster = view.cluster();
    FeatureState chosen = cluster == null ? null : cluster.features().get(entry.group());
    String state = "the group " + entry.group() + " is ";
    return "level "
        + entry.level().label()
        + ", and "
        + (chosen != null
            ? state + chosen.label() + " for the cluster"
            : state + FeatureState.defaultOf(entry.group()).label() + " by default");
  }

  private void acceptances(Expectation judged, Expectation before, List<String> reasons) {
    boolean told = false;
    for (Accept accept : view.accepts(asked)) {
      String who = accept.owner() + " (" + accept.reason() + ")";
      if (!accept.validAt(at)) {
        reasons.add("the acceptance of " + who + " ended after " + lastDay(accept.until()));
      } else if (!view.coversPathAndPort(accept, asked)) {
        reasons.add(
            "the acceptance of "
                + who
                + " is for "
                + accept.match()
                + (accept.ports().isEmpty() ? "" : " " + CandidateReasons.list(accept.ports())));
      } else if (judged == Expectation.ACCEPTED && !told) {
        told = true;
        String until = lastDay(accept.until());
        reasons.add("accepted by " + who + " until " + until + "; otherwise " + before.label());
      } else if (judged != Expectation.ACCEPTED) {
        reasons.add("the acceptance of " + who + " changes nothing: " + judged.label() + " stays");
      }
    }
  }

  /** The last day that counts: an end is the first instant that does not. */
  private static String lastDay(Instant end) {
    Instant last = end.minus(Duration.ofDays(1));
    return Period.day(last).length() == 10 ? Period.day(last) : end.toString();
  }

  static String port(DestinationSpec asked) {
    return asked.port() == 0 ? asked.protocol() : asked.protocol() + ":" + asked.port();
  }
}
