package io.egresslens.classify;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.flow.Flow;
import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import io.egresslens.match.Candidate;
import io.egresslens.match.CompiledMatcher;
import io.egresslens.match.DestinationSpec;
import io.egresslens.match.EndpointMatcher;
import io.egresslens.match.Match;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Says of every flow which cluster it comes from and what catalog and cluster expect of its
 * destination (design section 4). Immutable and thread-safe; a judgement costs one pass over the
 * name and remembers nothing, so no flood of names makes it grow.
 *
 * <p>A flow can be judged whole, or in parts by somebody who judges many flows at once: {@link
 * #cluster} numbers the clusters, {@link #judgeName} and {@link #judgeAddress} judge a destination
 * seen from one. What they say is the same for every flow with the same arguments, {@link
 * #pathMatters} says when the path is no argument, and {@link #turningPoints} when time changes it.
 *
 * <p>Decisions that the table leaves open:
 *
 * <ul>
 *   <li>A source of no known cluster is judged with every cloud's entries, because its cloud is not
 *       known either.
 *   <li>A name is judged by the name alone: for web traffic the firewall resolves it itself and
 *       ignores the address that the client chose. Only a flow without usable name is judged by its
 *       address.
 *   <li>Lockdown outweighs features: a proxied entry is proxied or required, whatever was chosen
 *       for its group.
 *   <li>An address entry speaks for its range, private ones included; a private address that no
 *       entry lists with this port is local.
 *   <li>A network rule that lets a name's port through hides the name: such a flow is judged by its
 *       address alone, and no name is guessed for it.
 *   <li>An acceptance turns opted-out, shared-suffix, wrong-port and unlisted into accepted. It
 *       never touches the other expectations: an accepted name that is also required stays
 *       required.
 * </ul>
 */
public final class FlowClassifier {
  /** The number of no known cluster, see {@link #cluster}. */
  public static final int NO_CLUSTER = 0;

  /** The classifiers of this process that {@link #shared} made, while somebody holds them. */
  private static final List<WeakReference<FlowClassifier>> SHARED = new ArrayList<>();

  private final Catalog catalog;
  private final ClusterInventory inventory;
  private final SourceTable sources;
  private final ClusterView unassigned;

  /** By number: {@link #NO_CLUSTER}, then the clusters in the order of the inventory. */
  private final ClusterView[] views;

  private final long[] turningPoints;
  private final Map<String, ClusterView> byName = new HashMap<>();

  /** Compiles the catalog once and binds it to every cluster. */
  public FlowClassifier(Catalog catalog, ClusterInventory inventory) {
    this.catalog = catalog;
    this.inventory = inventory;
    CompiledMatcher unbound = CompiledMatcher.of(catalog);
    List<CatalogEntry> withPath = ClusterView.withPathOnly(catalog);
    CompiledMatcher paths =
        withPath.isEmpty()
            ? null
            : CompiledMatcher.of(new Catalog(withPath, List.of(), List.of(), catalog.version()));
    List<Cluster> clusters = inventory.clusters();
    this.views = new ClusterView[1 + clusters.size()];
    for (int i = 0; i < views.length; i++) {
      Cluster cluster = i == NO_CLUSTER ? null : clusters.get(i - 1);
      views[i] = new ClusterView(i, cluster, catalog, unbound, paths, inventory.accepts());
      if (cluster != null) {
        byName.put(cluster.name(), views[i]);
      }
    }
    this.unassigned = views[NO_CLUSTER];
    this.sources =
        new SourceTable(clusters.stream().map(cluster -> byName.get(cluster.name())).toList());
    this.turningPoints = turningPoints(catalog, inventory);
  }

  /**
   * The classifier for these, the same one for everybody in this process who asks with the same
   * catalog, not an equal one, and an equal inventory, as long as somebody holds it: subtasks of a
   * job share it, and the first compiles it while the others wait.
   */
  public static FlowClassifier shared(Catalog catalog, ClusterInventory inventory) {
    synchronized (SHARED) {
      for (Iterator<WeakReference<FlowClassifier>> all = SHARED.iterator(); all.hasNext(); ) {
        FlowClassifier known = all.next().get();
        if (known == null) {
          all.remove();
        } else if (known.isOf(catalog, inventory)) {
          return known;
        }
      }
      FlowClassifier made = new FlowClassifier(catalog, inventory);
      SHARED.add(new WeakReference<>(made));
      return made;
    }
  }

  // The same instance: to compare a million entries would cost more than it saves.
  @SuppressWarnings("ReferenceEquality")
  private boolean isOf(Catalog other, ClusterInventory otherInventory) {
    return catalog == other && inventory.equals(otherInventory);
  }

  private static long[] turningPoints(Catalog catalog, ClusterInventory inventory) {
    return Stream.of(
            catalog.entries().stream()
                .flatMap(entry -> Stream.of(entry.validFrom(), entry.validTo())),
            catalog.addressSets().stream()
                .flatMap(set -> Stream.of(set.period().from(), set.period().to())),
            inventory.accepts().stream().map(Accept::until))
        .flatMap(moments -> moments)
        .filter(Objects::nonNull)
        .mapToLong(Instant::toEpochMilli)
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * The own domain of the cluster of this number; null for {@link #NO_CLUSTER}, or when not set.
   */
  public String clusterDomain(int cluster) {
    Cluster known = views[cluster].cluster();
    return known == null ? null : known.domain();
  }

  /** The version of the catalog that is judged by. */
  public String catalogVersion() {
    return catalog.version();
  }

  /**
   * The moments at which a judgement can change, ascending, epoch milliseconds: the first
   * milliseconds of something new. Between two of them the time of a flow makes no difference.
   */
  public long[] turningPoints() {
    return turningPoints.clone();
  }

  /**
   * The number of the cluster that a flow comes from: {@link #NO_CLUSTER} when it is not known.
   *
   * @param source null when the flow has none
   */
  public int cluster(IpAddress source, String firewall) {
    ClusterView found = source == null ? null : sources.find(source, firewall);
    return found == null ? NO_CLUSTER : found.index();
  }

  /** The name of a cluster by its number, see {@link #cluster}. */
  public String clusterName(int cluster) {
    return views[cluster].name();
  }

  /**
   * Judges a flow that has a usable name and no visible path.
   *
   * @param cluster number of its cluster
   * @param bytes holds the name in {@code [from, to)}, in normal form, see {@link
   *     HostName#isNormal}. Not kept
   */
  public Outcome judgeName(
      int cluster, byte[] bytes, int from, int to, String protocol, int port, long epochMillis) {
    return views[cluster].judge(bytes, from, to, protocol, port, null, epochMillis);
  }

  /**
   * Judges a flow that has no usable name.
   *
   * @param cluster number of its cluster
   * @param address null when it has none either
   */
  public Outcome judgeAddress(
      int cluster, IpAddress address, String protocol, int port, long epochMillis) {
    return views[cluster].judge(address, protocol, port, epochMillis);
  }

  /**
   * Whether a visible path can make a difference to the name in normal form in {@code [from, to)}:
   * else flows with path and flows without are judged alike. May say yes where it makes none, never
   * no where it makes one.
   */
  public boolean pathMatters(int cluster, byte[] bytes, int from, int to) {
    return views[cluster].pathMatters(bytes, from, to);
  }

  /**
   * What is said of a name given as text, for those who ask seldom.
   *
   * @param host in normal form, see {@link HostName#normalize}
   * @param path null when it does not show
   */
  public Outcome judgeName(
      int cluster, String host, String protocol, int port, String path, long epochMillis) {
    byte[] bytes = host.getBytes(StandardCharsets.US_ASCII);
    return views[cluster].judge(bytes, 0, bytes.length, protocol, port, path, epochMillis);
  }

  /** {@link #pathMatters(int, byte[], int, int)} of a name given as text. */
  public boolean pathMatters(int cluster, String host) {
    byte[] bytes = host.getBytes(StandardCharsets.US_ASCII);
    return pathMatters(cluster, bytes, 0, bytes.length);
  }

  /**
   * Judges a decision of the firewall.
   *
   * @param flow with an application, network, threat-intelligence or IDPS decision
   */
  public Judgement judge(Flow flow) {
    ClusterView view = views[cluster(flow.sourceIp(), flow.firewall())];
    long epochMillis = flow.time().toEpochMilli();
    String fqdn = flow.destinationFqdn();
    String host = HostName.normalize(fqdn);
    if (host != null) {
      String path = DestinationSpec.pathOf(flow.url());
      return judge(view, host, flow.protocol(), flow.destinationPort(), path, epochMillis);
    }
    IpAddress written = fqdn == null ? null : IpAddress.parse(fqdn);
    IpAddress address = written == null ? flow.destinationIp() : written;
    return judge(view, address, flow.protocol(), flow.destinationPort(), epochMillis);
  }

  /**
   * Judges a destination as a person asks for it, the same way as a flow, and says why.
   *
   * @param cluster name of a cluster; null for a source that belongs to none
   * @throws IllegalArgumentException for a cluster that the inventory does not hold
   */
  public Explanation explain(DestinationSpec destination, String cluster, Instant at) {
    ClusterView view = cluster == null ? unassigned : byName.get(cluster);
    if (view == null) {
      throw new IllegalArgumentException("no cluster of the name '" + cluster + "' is known");
    }
    String host = destination.host();
    String protocol = destination.protocol();
    int port = destination.port();
    String path = destination.path();
    long epochMillis = at.toEpochMilli();
    EndpointMatcher matcher = view.matcher();
    if (host == null) {
      IpAddress address = destination.address();
      Judgement judgement = judge(view, address, protocol, port, epochMillis);
      List<Candidate> candidates =
          address == null ? List.of() : matcher.candidates(address, protocol, port, epochMillis);
      Match match = address == null ? null : matcher.find(address, protocol, port, epochMillis);
      Accept accept =
          judgement.expectation() == Expectation.ACCEPTED
              ? view.accept(address, protocol, port, epochMillis)
              : null;
      Expectation before =
          address == null ? Expectation.NO_DESTINATION : view.beforeAcceptances(match, address);
      match = said(match, before);
      return explanation(view, destination, at, judgement, before, match, candidates, null, accept);
    }
    Judgement judgement = judge(view, host, protocol, port, path, epochMillis);
    Accept accept =
        judgement.expectation() == Expectation.ACCEPTED
            ? view.accept(host, protocol, port, path, epochMillis)
            : null;
    byte[] name = host.getBytes(StandardCharsets.US_ASCII);
    Match match = matcher.find(host, protocol, port, path, epochMillis);
    Expectation before = view.beforeAcceptances(match, name, 0, name.length);
    match = said(match, before);
    List<Candidate> candidates =
        new ArrayList<>(matcher.candidates(host, protocol, port, path, epochMillis));
    List<Cluster> clusters = byName.values().stream().map(ClusterView::cluster).toList();
    candidates.addAll(OtherBindings.of(host, catalog, view.cluster(), clusters));
    SharedSuffix suffix = view.sharedSuffix(host);
    return explanation(view, destination, at, judgement, before, match, candidates, suffix, accept);
  }

  /** What is local is so on every port, so there is no wrong one to speak of. */
  private static Match said(Match match, Expectation before) {
    boolean unsaid = match != null && match.wrongPort() && before == Expectation.LOCAL;
    return unsaid ? null : match;
  }

  private Explanation explanation(
      ClusterView view,
      DestinationSpec destination,
      Instant at,
      Judgement judgement,
      Expectation before,
      Match match,
      List<Candidate> candidates,
      SharedSuffix suffix,
      Accept accept) {
    CatalogEntry entry = match == null ? null : match.entry();
    return new Explanation(
        destination,
        at,
        catalog.version(),
        judgement,
        new DecisionReasons(view, destination, at, catalog.unnamedSets())
            .of(judgement.expectation(), before, entry, suffix),
        candidates,
        CandidateReasons.of(destination, view.cluster(), candidates),
        suffix,
        accept);
  }

  private static Judgement judge(
      ClusterView view, String host, String protocol, int port, String path, long epochMillis) {
    byte[] bytes = host.getBytes(StandardCharsets.US_ASCII);
    Outcome outcome = view.judge(bytes, 0, bytes.length, protocol, port, path, epochMillis);
    return new Judgement(view.name(), host, outcome.expectation(), outcome.entry());
  }

  private static Judgement judge(
      ClusterView view, IpAddress address, String protocol, int port, long epochMillis) {
    Outcome outcome = view.judge(address, protocol, port, epochMillis);
    String destination = address == null ? null : address.toString();
    return new Judgement(view.name(), destination, outcome.expectation(), outcome.entry());
  }
}
