package io.egresslens.catalog.lint;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.Pattern.Kind;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.window.DomainRollup;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with the names of single entries. */
final class NameChecks {
  private NameChecks() {}

  static void takesPublicSuffix(LintSubject subject, Hits hits) {
    subject
        .names()
        .filter(entry -> unbound(entry.pattern()))
        .filter(entry -> Breadth.of(entry.pattern()) == Breadth.PUBLIC_SUFFIX)
        .forEach(entry -> hits.add(entry, "takes names of any owner"));
  }

  static void bareStarEatsDomain(LintSubject subject, Hits hits) {
    bareStars(
        subject, Breadth.REGISTRABLE, "takes look-alikes too: anybody can register one", hits);
  }

  static void bareStarWithinDomain(LintSubject subject, Hits hits) {
    bareStars(
        subject,
        Breadth.WITHIN,
        "takes every label that ends like its first one, and itself",
        hits);
  }

  private static void bareStars(LintSubject subject, Breadth breadth, String why, Hits hits) {
    subject
        .names()
        .filter(entry -> entry.pattern().kind() == Kind.BARE_SUFFIX)
        .filter(entry -> Breadth.of(entry.pattern()) == breadth)
        .forEach(entry -> hits.add(entry, why));
  }

  /** Declared suffixes the loader looks after. */
  static void takesCloudTenants(LintSubject subject, Hits hits) {
    Set<String> declared =
        subject.catalog().sharedSuffixes().stream()
            .map(SharedSuffix::suffix)
            .collect(Collectors.toSet());
    subject
        .names()
        .filter(entry -> entry.pattern().kind() != Kind.EXACT)
        // What takes all the world takes these too, and is reported for that.
        .filter(entry -> Breadth.of(entry.pattern()) != Breadth.PUBLIC_SUFFIX)
        .forEach(
            entry -> {
              Set<String> opened = openedBy(entry);
              opened.removeAll(declared);
              if (!opened.isEmpty()) {
                String all = String.join(", ", opened);
                hits.add(entry, "takes the names of any customer below " + all);
              }
            });
  }

  private static Set<String> openedBy(CatalogEntry entry) {
    Pattern pattern = entry.pattern();
    Set<String> opened = new TreeSet<>();
    for (String suffix : DomainRollup.cloudSuffixes()) {
      if (opens(entry, suffix)) {
        opened.add(suffix);
      }
    }
    String anchor = pattern.anchor();
    for (int from = 0; from >= 0 && from < anchor.length(); from = anchor.indexOf('.', from) + 1) {
      String suffix = anchor.substring(from);
      if (Breadth.isPrivatelyPublic(suffix) && opens(entry, suffix)) {
        opened.add(suffix);
      }
      if (anchor.indexOf('.', from) < 0) {
        break;
      }
    }
    return opened;
  }

  private static boolean opens(CatalogEntry entry, String suffix) {
    return new SharedSuffix(suffix, Set.of(), entry.source(), entry.location())
        .isOpenedBy(entry.pattern());
  }

  static void suffixWithoutApex(LintSubject subject, Hits hits) {
    suffixes(subject, Breadth.REGISTRABLE, hits);
  }

  static void deepSuffixWithoutApex(LintSubject subject, Hits hits) {
    suffixes(subject, Breadth.WITHIN, hits);
  }

  private static void suffixes(LintSubject subject, Breadth breadth, Hits hits) {
    subject
        .names()
        .filter(entry -> entry.pattern().kind() == Kind.SUFFIX && isOutside(entry))
        .filter(entry -> Breadth.of(entry.pattern()) == breadth)
        .filter(entry -> !subject.isListed(entry.pattern().literal()))
        .forEach(
            entry -> hits.add(entry, "does not take " + entry.pattern().literal() + " itself"));
  }

  /** Deeper names stand alone as a rule; a registrable domain is where the others begin. */
  static void apexWithoutSuffix(LintSubject subject, Hits hits) {
    Set<String> parents =
        subject
            .names()
            .map(entry -> entry.pattern().anchor())
            .flatMap(NameChecks::parents)
            .collect(Collectors.toSet());
    subject
        .names()
        .filter(entry -> entry.pattern().kind() == Kind.EXACT && isOutside(entry))
        .filter(entry -> Breadth.below(entry.pattern().literal()) == Breadth.REGISTRABLE)
        .filter(entry -> !parents.contains(entry.pattern().literal()))
        .filter(entry -> !subject.isListed("any-name-at-all." + entry.pattern().literal()))
        .forEach(entry -> hits.add(entry, "is listed, and no name below it"));
  }

  private static Stream<String> parents(String name) {
    return Stream.iterate(
        name.substring(name.indexOf('.') + 1),
        parent -> !parent.isEmpty(),
        parent -> parent.indexOf('.') < 0 ? "" : parent.substring(parent.indexOf('.') + 1));
  }

  static void pathUnseen(LintSubject subject, Hits hits) {
    subject
        .names()
        .filter(entry -> entry.pattern().path() != null)
        .filter(entry -> entry.ports().stream().anyMatch(port -> !port.protocol().equals("http")))
        .forEach(entry -> hits.add(entry, "has a path, which TLS hides"));
  }

  /** What resolves inside is no firewall's business, noise is nobody's. */
  private static boolean isOutside(CatalogEntry entry) {
    return entry.level() != Level.LOCAL && entry.level() != Level.NOISE;
  }

  /** Whether the names do not depend on a cluster's own domain, which is nobody else's. */
  private static boolean unbound(Pattern pattern) {
    return !pattern.variables().contains(Pattern.CLUSTER_DOMAIN);
  }
}
