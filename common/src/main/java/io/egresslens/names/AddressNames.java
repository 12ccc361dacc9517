package io.egresslens.names;

import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names for addresses that network rules let through without one. Takes flows in any order and
 * gives the same answers for any order. Not thread-safe.
 *
 * <p>Certain are names that a DNS flow trace's answer led to the address, for the time of the
 * answer and its TTL; see {@link DnsAnswers} for what is assumed of the text. Inferred are names
 * that the sources of connections asked the firewall for shortly before, over many sources and
 * times. Nothing is ever taken for the name because it came last.
 *
 * <p>Memory is bounded; where a bound was reached, the counts say so.
 */
public final class AddressNames {
  /** Long enough for slow clients, short enough that other names have mostly passed. */
  public static final Duration LOOKBACK = Duration.ofSeconds(60);

  private static final int MAX_EVENTS = 2_000_000;
  private static final int MAX_EVENTS_OF_ONE = 200_000;
  private static final int MAX_ANSWERS = 500_000;
  private static final int MAX_ANSWERS_OF_ONE = 50_000;
  private static final long DAY = 86_400;

  private record Target(IpAddress address, int port) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
      int order = address.compareTo(other.address);
      return order != 0 ? order : Integer.compare(port, other.port);
    }
  }

  private final long lookback = LOOKBACK.toSeconds();
  private final Sample<Trail> trails;
  private final Sample<LoggedAnswers> answers;
  private final IpAddress wanted;

  /** For every address. */
  public AddressNames() {
    this(null, MAX_EVENTS_OF_ONE, MAX_EVENTS);
  }

  /** For one address: of connections to others nothing is kept. */
  public AddressNames(IpAddress wanted) {
    this(wanted, MAX_EVENTS_OF_ONE, MAX_EVENTS);
  }

  AddressNames(IpAddress wanted, int eventsOfOne, int events) {
    this.wanted = wanted;
    this.trails = new Sample<>(eventsOfOne, events, Trail::new);
    this.answers = new Sample<>(MAX_ANSWERS_OF_ONE, MAX_ANSWERS, LoggedAnswers::new);
  }

  /** Takes a record; those that say nothing of names are passed over. */
  public void add(Flow flow) {
    long second = flow.time().getEpochSecond();
    IpAddress source = flow.sourceIp();
    if (flow.kind() == FlowKind.DNS_TRACE) {
      for (DnsAnswers.Answer answer : DnsAnswers.of(flow.details().serverMessage())) {
        addAnswer(second, answer);
      }
    } else if (flow.kind() == FlowKind.DNS && source != null && flow.details().error() == null) {
      // Rows of an error may show the firewall's own socket in the place of the client.
      String name = HostName.normalize(flow.destinationFqdn());
      Trail trail = name == null ? null : trails.of(source);
      if (trail != null) {
        trail.add(new Trail.Query(second, name));
        trails.grew(source);
      }
    } else if (flow.kind() == FlowKind.NETWORK && source != null && isBare(flow)) {
      Trail trail = trails.of(source);
      if (trail != null) {
        trail.add(new Trail.Visit(second, flow.destinationIp(), flow.destinationPort()));
        trails.grew(source);
      }
    }
  }

  private boolean isBare(Flow flow) {
    IpAddress address = flow.destinationIp();
    return flow.destinationFqdn() == null
        && address != null
        && !address.isLocal()
        && (wanted == null || wanted.equals(address));
  }

  private void addAnswer(long second, DnsAnswers.Answer answer) {
    IpAddress address = answer.address();
    boolean taken = wanted == null || wanted.equals(address);
    LoggedAnswers known = taken ? answers.of(address) : null;
    if (known != null && known.add(second, answer)) {
      answers.grew(address);
    }
  }

  /**
   * The names of an address: first those that answers say, then those that are inferred, a port at
   * a time, each by time.
   */
  public List<NameRange> of(IpAddress address) {
    List<NameRange> ranges = new ArrayList<>();
    LoggedAnswers logged = answers.find(address);
    if (logged != null) {
      ranges.addAll(logged.ranges());
    }
    inferred(address)
        .forEach((target, days) -> ranges.addAll(Ranges.of(days.values(), target.port())));
    return ranges;
  }

  /** How many of those who asked or connected did so much that nothing is concluded from them. */
  public int floods() {
    return trails.floods();
  }

  /** One source in so many was looked at; 1 when all were. */
  public long oneSourceIn() {
    return trails.oneIn();
  }

  /** Occasions by target and day. */
  private Map<Target, Map<Long, Occasions>> inferred(IpAddress address) {
    Map<Target, Map<Long, Occasions>> byTarget = new TreeMap<>();
    trails
        .all()
        .forEach(
            (source, trail) -> {
              Set<String> seen = new HashSet<>();
              for (Trail.Visit visit : trail.visits(address)) {
                // One look a minute: a hundred connections at once are one reason.
                if (!seen.add(visit.port() + ":" + Math.floorDiv(visit.second(), lookback))) {
                  continue;
                }
                Map<String, Double> usually = new TreeMap<>();
                for (String name : trail.askedBefore(visit.second(), lookback)) {
                  usually.put(name, trail.usually(name, lookback));
                }
                // Who asked for nothing at all remembers answers, or asks somebody else.
                if (!usually.isEmpty()) {
                  byTarget
                      .computeIfAbsent(new Target(address, visit.port()), any -> new TreeMap<>())
                      .computeIfAbsent(Math.floorDiv(visit.second(), DAY), any -> new Occasions())
                      .add(visit.second(), source, usually);
                }
              }
            });
    return byTarget;
  }
}
