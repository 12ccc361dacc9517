package io.egresslens.catalog.lint;

import static io.egresslens.catalog.lint.Severity.ERROR;
import static io.egresslens.catalog.lint.Severity.NOTE;
import static io.egresslens.catalog.lint.Severity.WARNING;

import io.egresslens.catalog.ProblemKind;
import io.egresslens.catalog.lint.LintRule.Check;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every rule, as one table: first what the loader refuses, then names, ports, entries that stand in
 * each other's way, times, acceptances, clusters, and the rules about passing rules over.
 */
public final class LintRules {
  static final LintRule UNKNOWN_WAIVER =
      rule(
          "unknown-waiver",
          WARNING,
          "The key lint passes over a rule that does not exist, or an error, which counts anyway.",
          "name a rule of severity warning or note",
          null);

  static final LintRule UNUSED_WAIVER =
      rule(
          "unused-waiver",
          NOTE,
          "The key lint passes over a rule that does not hit here.",
          "take the rule out of 'ignore', unless it hits together with other files",
          null);

  /** The rules, in order; their ids are unique. */
  public static final List<LintRule> ALL =
      List.of(
          refused(
              ProblemKind.UNREADABLE,
              "The file cannot be read, or is not YAML.",
              "mend the file or its name"),
          refused(
              ProblemKind.FORM,
              "A key is missing, unknown or there twice, or its value is of the wrong sort.",
              "write the key as the documentation of the format has it"),
          refused(
              ProblemKind.BAD_VALUE,
              "A value means nothing in its place.",
              "write one of the values that the message names"),
          refused(
              ProblemKind.BAD_PATTERN,
              "The match is no pattern of its dialect.",
              "write a name, *.name or *name, with or without a path"),
          refused(
              ProblemKind.STAR_PLACE,
              "Azure Firewall takes one star only, at the far left.",
              "move the star to the front, or write 'dialect: glob' for what no rule must say"),
          refused(
              ProblemKind.PLACEHOLDER,
              "A placeholder of the document was left over: it matches nothing.",
              "write ${region} or ${clusterDomain}, or the value"),
          refused(
              ProblemKind.NUMERIC_LABEL,
              "The last label is a number, so this is an address or nothing.",
              "write an address or range as it stands, without star or path"),
          refused(
              ProblemKind.UNKNOWN_VARIABLE,
              "No cluster gives this variable a value.",
              "use ${region} or ${clusterDomain}"),
          refused(
              ProblemKind.SHARED_WILDCARD,
              "Anybody can rent a name below a shared suffix, so a wildcard expects strangers.",
              "list the service's own names, or leave them to the gatewayDomains of the cluster"),
          refused(
              ProblemKind.DUPLICATE_ID,
              "Two things have one name.",
              "give the later one a name of its own, or take it out"),
          refused(
              ProblemKind.UNKNOWN_REPLACEMENT,
              "The entry that is to take its place does not exist.",
              "write the id of an entry that is loaded together with this one"),
          refused(
              ProblemKind.UNKNOWN_ADDRESS_SET,
              "The entry names an address set that no loaded file has.",
              "load the file with its prefixes under addressSets, or mend the name"),
          refused(
              ProblemKind.EMPTY_PERIOD,
              "The entry ends before it begins.",
              "put validTo behind validFrom"),
          refused(
              ProblemKind.UNKNOWN_GROUP,
              "No entry belongs to this group, so the choice changes nothing.",
              "write a group of the catalog, or load the catalog that has it"),
          refused(
              ProblemKind.UNKNOWN_CLUSTER,
              "The acceptance is for a cluster that the inventory does not hold.",
              "write the name of a cluster of this file"),
          refused(
              ProblemKind.SHARED_SOURCE,
              "A flow from there would belong to two clusters.",
              "give each cluster its own ranges, or its own firewalls"),
          refused(
              ProblemKind.UNSET_DOMAIN,
              "Entries are bound by the cluster's domain, and it has none.",
              "set 'domain'"),
          rule(
              "wildcard-public-suffix",
              ERROR,
              "The pattern takes the names of any owner below a public suffix.",
              "name the domain that is meant",
              NameChecks::takesPublicSuffix),
          rule(
              "bare-suffix-domain",
              WARNING,
              "A star without a dot takes whatever ends like the text; at a registrable domain a"
                  + " stranger can register such a name.",
              "write *.name, and the name itself as a second entry",
              NameChecks::bareStarEatsDomain),
          rule(
              "bare-suffix",
              NOTE,
              "A star without a dot takes more labels than one may think, though of one owner.",
              "write *.name, if that is what is meant",
              NameChecks::bareStarWithinDomain),
          rule(
              "cloud-wildcard",
              WARNING,
              "Customers of a cloud have names below this domain, and the wildcard takes them all.",
              "list single names, and the domain under sharedSuffixes",
              NameChecks::takesCloudTenants),
          rule(
              "suffix-without-apex",
              WARNING,
              "*.name does not take the name itself, and no other entry does.",
              "add the name itself",
              NameChecks::suffixWithoutApex),
          rule(
              "deep-suffix-without-apex",
              NOTE,
              "*.name does not take the name itself, and no other entry does; deeper names often"
                  + " have no address.",
              "add the name itself, if it is in use",
              NameChecks::deepSuffixWithoutApex),
          rule(
              "apex-without-suffix",
              NOTE,
              "A whole registrable domain is spoken of by its first name only.",
              "add the names below it, if any is in use",
              NameChecks::apexWithoutSuffix),
          rule(
              "path-unseen",
              NOTE,
              "Without TLS inspection no path is seen: the entry then stands for its whole host.",
              "inspect TLS, or list the host alone",
              NameChecks::pathUnseen),
          rule(
              "crossed-ports",
              WARNING,
              "The port is the other protocol's own; most likely protocol or port is a slip.",
              "write https:443 or http:80",
              PortChecks::crossed),
          rule(
              "any-port",
              NOTE,
              "Everything that such a destination offers is expected.",
              "list the ports in use",
              PortChecks::anyPort),
          rule(
              "covered-port",
              NOTE,
              "Another port of the entry says it already.",
              "take it out",
              PortChecks::covered),
          rule(
              "network-wildcard",
              NOTE,
              "A network rule knows whole names only, so nothing of this can be allowed by name.",
              "list the names, or a port of an application rule",
              PortChecks::wildcardOfNetworkRules),
          rule(
              "duplicate",
              WARNING,
              "Two entries of one group say the same of the same names at the same time.",
              "keep one of them",
              OverlapChecks::duplicate),
          rule(
              "shadowed",
              WARNING,
              "The entry never wins, whatever the cluster: another one of its group with the same"
                  + " match comes before it on all its ports, in all its clouds, all the time.",
              "take it out, or give it what the other one lacks",
              OverlapChecks::shadowed),
          rule(
              "shadowed-by-group",
              NOTE,
              "Two groups list the same; the smaller id wins always, so what a cluster chose for"
                  + " the other group is never asked for these names.",
              "nothing, where the groups belong to different products; else keep one",
              OverlapChecks::shadowedByOtherGroup),
          rule(
              "lone-group",
              WARNING,
              "The group has one entry and its name is a slip away from a larger group's.",
              "write the group's name as the other entries do",
              GroupChecks::misspelt),
          rule(
              "ended",
              WARNING,
              "The entry is over, so its names are unlisted now.",
              "name what took its place as replacedBy, or take it out once no older flow is judged",
              PeriodChecks::ended),
          rule(
              "ended-replaced",
              NOTE,
              "The entry is over; it still judges older flows.",
              "take it out once no older flow is judged",
              PeriodChecks::endedAndReplaced),
          rule(
              "ends-soon",
              NOTE,
              "The entry ends within 30 days.",
              "see that rules and clusters no longer need it",
              PeriodChecks::endsSoon),
          rule(
              "replacement-ended",
              WARNING,
              "What takes the entry's place is over, and nothing follows it.",
              "name an entry that counts",
              PeriodChecks::replacementEnded),
          rule(
              "replacement-gap",
              WARNING,
              "Between the entry's end and its replacement's beginning nothing is listed.",
              "let the periods meet",
              PeriodChecks::gapBeforeReplacement),
          rule(
              "replacement-circle",
              WARNING,
              "Following the replacements leads back to the entry, so none of them is the newest.",
              "take replacedBy from the newest of them",
              PeriodChecks::replacementCircle),
          rule(
              "accept-ended",
              WARNING,
              "The acceptance is over, so its names are judged as if it were not there.",
              "take it out, or agree on a new day",
              AcceptChecks::ended),
          rule(
              "accept-ends-soon",
              NOTE,
              "The acceptance ends within 30 days.",
              "ask its owner",
              AcceptChecks::endsSoon),
          rule(
              "accept-wide",
              WARNING,
              "The acceptance is wider than a registrable domain.",
              "accept the domain that is meant",
              AcceptChecks::wide),
          rule(
              "accept-idle",
              WARNING,
              "All that it accepts is expected without it, for every cluster it is for.",
              "take it out",
              AcceptChecks::idle),
          rule(
              "source-overlap",
              WARNING,
              "The longer range wins, so part of a cluster's range is another's.",
              "give each cluster its own ranges, or its own firewalls",
              InventoryChecks::overlappingSources),
          rule(
              "source-redundant",
              NOTE,
              "The wider range of the same cluster says it already.",
              "take it out",
              InventoryChecks::redundantSources),
          rule(
              "firewall-form",
              WARNING,
              "This is no resource id of a firewall, so no record will ever carry it.",
              "write /subscriptions/.../resourceGroups/.../providers/Microsoft.Network/"
                  + "azureFirewalls/NAME",
              InventoryChecks::firewallForm),
          rule(
              "gateway-unknown",
              NOTE,
              "The cluster's own resource lists what its gateway carries, the names under shared"
                  + " suffixes among them; without the list those look like a stranger's.",
              "copy .spec.gatewayDomains of the cluster resource",
              InventoryChecks::gatewayUnknown),
          rule(
              "gateway-without-lockdown",
              WARNING,
              "A cluster resource lists gatewayDomains only while lockdown is on.",
              "mend egressLockdown, or take the list out",
              InventoryChecks::gatewayWithoutLockdown),
          rule(
              "unknown-region",
              WARNING,
              "Names with ${region} would match nothing that exists.",
              "write the region's short form, and the cloud it belongs to",
              InventoryChecks::unknownRegion),
          rule(
              "domain-region",
              WARNING,
              "A domain that the service gave holds the region, and it is another one.",
              "mend region or domain",
              InventoryChecks::domainOfOtherRegion),
          rule(
              "cloud-without-service",
              WARNING,
              "The service runs in the public and the US Government cloud only.",
              "mend 'cloud'",
              InventoryChecks::cloudWithoutService),
          UNKNOWN_WAIVER,
          UNUSED_WAIVER);

  private static final Map<String, LintRule> BY_ID =
      ALL.stream().collect(Collectors.toUnmodifiableMap(LintRule::id, Function.identity()));

  private LintRules() {}

  /** The rule of an id, or null. */
  public static LintRule byId(String id) {
    return BY_ID.get(id);
  }

  /** The rule for what the loader refuses. */
  static LintRule of(ProblemKind kind) {
    return BY_ID.get(kind.label());
  }

  private static LintRule refused(ProblemKind kind, String what, String mend) {
    return rule(kind.label(), ERROR, what, mend, null);
  }

  private static LintRule rule(
      String id, Severity severity, String what, String mend, Check check) {
    return new LintRule(id, severity, what, mend, check);
  }
}
