package io.egresslens.match;

import com.google.common.net.InternetDomainName;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import io.egresslens.flow.HostName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that are near an entry and names that are not, each labelled by how it was made, not by
 * what our rules think of it: knows nothing of the classes under test but the words for the kinds.
 */
final class NearPairs {
  /** What no entry is near to. */
  static final String NONE = "none";

  /** Which entries' names may be told: those that end so. */
  record Pair(String host, int port, String kind, boolean lookalike, String owner) {}

  private static final List<String> REGIONS =
      List.of(
          "westus",
          "westus2",
          "centralus",
          "northeurope",
          "westeurope",
          "uksouth",
          "japaneast",
          "canadacentral",
          "swedencentral",
          "southafricanorth",
          "eastus2",
          "germanywestcentral",
          "brazilsouth",
          "koreacentral",
          "southcentralus",
          "uaenorth",
          "mexicocentral");

  /** Where accounts are, beside the public suffix list: the catalog's shared suffixes and more. */
  private static final List<String> RENTED =
      List.of(
          ".azurecr.io",
          ".azurecr.us",
          ".azureedge.net",
          ".monitor.core.windows.net",
          ".monitoring.core.windows.net",
          ".blob.core.windows.net",
          ".table.core.windows.net",
          ".servicebus.windows.net",
          ".monitoring.core.usgovcloudapi.net");

  /** Letters that a registrar's font hardly tells apart; chosen apart from the table under test. */
  private static final Map<Character, String> DRAWN_ALIKE =
      Map.of(
          'a',
          "\u0430\u03b1",
          'e',
          "\u0435",
          'o',
          "\u043e\u03bf0",
          'c',
          "\u0441",
          'p',
          "\u0440",
          'x',
          "\u0445",
          'i',
          "\u0456",
          'l',
          "1",
          's',
          "\u0455",
          'y',
          "\u0443");

  private static final List<String> STRANGERS =
      List.of(
          "evil.example", "cdn-check.net", "secure.top", "a1b2.xyz", "updates.co.uk", "host.io");

  static final List<String> WORDS =
      List.of(
          """
          able acid acre alarm album amber anchor angle apple april arena arrow atlas audio autumn
          badge baker bamboo banner basket beacon beach bench berry bishop blanket block bloom
          board border bottle brave bread brick bridge bright brook brush bubble budget butter
          cabin cable cactus camel camera candle canyon carbon cargo carpet castle cedar cello
          chalk charm cherry chess circle citrus clay cliff clock cloud clover coast cobalt coffee
          comet copper coral cotton cradle crane cream crown crystal dancer dawn delta desert
          diamond dinner dolphin donkey dragon drawer drift eagle early earth echo elbow ember
          engine falcon family feather fence ferry field filter finger flame flint flower forest
          fossil fountain fox galaxy garden garlic ginger glacier globe golden grain grape gravel
          guitar hammer harbor harvest hazel helmet hidden honey horizon hunter icon igloo index
          indigo island ivory jacket jaguar jasmine jelly jewel jigsaw jungle kettle kitten ladder
          lagoon lantern laser lemon lily linen lion lizard locker lotus lunar magnet mango maple
          marble market meadow melon mercury metal meteor mint mirror mocha moment monkey moon
          morning mosaic motor mountain museum napkin nectar needle night noble north novel oak
          oasis ocean office olive onion opal orange orbit orchid otter oxide oyster paddle palace
          panda paper parade parcel parrot pastel peach pearl pebble pencil pepper phone piano
          picnic pilot pine pixel planet plaza pluto pocket poem polar pony poppy prairie prism
          pulse puzzle python quartz queen quest quick quiet quill rabbit radar radio rain ranger
          raven reef ribbon rider river robin rocket rose ruby sable saddle saffron sail salmon
          sand sapphire saturn scarlet school sea shadow shell silver sketch smart snow solar
          sparrow spice spiral spring stable star steam stone storm sugar summer sunny swan table
          tango teal temple thunder tiger timber tulip tunnel turtle umbra union valley vanilla
          velvet violet vista walnut water whale wheel willow window winter wolf wonder yellow
          zebra zenith docket rocker decker ticket pocket redshift ubuntoo opera openid opener
          query quad okay relay essay india media nova novice asset azalea assume azul windy
          widow widower minder kinder github helper docs
          """
              .strip()
              .split("\\s+"));

  /** What people really go to, from memory; no entry has to do with any of them. */
  private static final List<String> POPULAR =
      List.of(
          """
          google.com www.google.com fonts.gstatic.com youtube.com facebook.com instagram.com
          wikipedia.org en.wikipedia.org amazon.com netflix.com linkedin.com x.com reddit.com
          apple.com www.apple.com icloud.com gateway.icloud.com mesu.apple.com twitch.tv
          whatsapp.net zoom.us slack.com a.slack-edge.com app.slack.com dropbox.com spotify.com
          github.com api.github.com codeload.github.com raw.githubusercontent.com gitlab.com
          bitbucket.org stackoverflow.com packages.partner.example cdn-packages.partner.example
          crates.partner.example wheels.partner.example gems.partner.example jars.partner.example
          plugins.partner.example sums.partner.example storage.example.net charts.partner.example
          images.partner.example pkg-containers.githubusercontent.com layers.partner.example
          quay.dev.example k9s.io k3s.io kubernetes.io helm.sh
          grafana.com prometheus.io elastic.co artifacts.elastic.co datadoghq.com
          api.datadoghq.eu newrelic.com sentry.io cloudflare.com one.one.one.one fastly.com
          akamai.net edgesuite.net debian.org www.debian.org fedoraproject.org
          docs.fedoraproject.org centos.org wiki.centos.org
          archlinux.org suse.com opensuse.org en.opensuse.org alpinelinux.org
          wiki.alpinelinux.org oracle.com docs.oracle.com ibm.com cloud.ibm.com vmware.com
          broadcom.com intel.com amd.com cisco.com hpe.com dell.com lenovo.com hashicorp.com
          releases.hashicorp.com vaultproject.io terraform.io ansible.com galaxy.ansible.com
          jenkins.io updates.jenkins.io jetbrains.com sonarcloud.io atlassian.com atlassian.net
          salesforce.com zendesk.com stripe.com api.stripe.com paypal.com twilio.com sendgrid.net
          mailgun.org okta.com auth0.com duo.com letsencrypt.org acme-v02.api.letsencrypt.org
          digicert.com ocsp.digicert.com crl3.digicert.com sectigo.com globalsign.com
          verisign.com mozilla.org firefox.com bing.com live.com office.com outlook.com
          office365.com sharepoint.com skype.com teams.live.com xbox.com msn.com duckduckgo.com
          yahoo.com baidu.com yandex.ru tiktok.com openai.com anthropic.com huggingface.co
          api.mistral.ai wordpress.org wordpress.com shopify.com etsy.com ebay.com walmart.com
          bbc.co.uk cnn.com nytimes.com heise.de spiegel.de lemonde.fr elpais.com time.nist.gov
          pool.example.org time.google.com time.cloudflare.com nvd.nist.gov cisa.gov europa.eu
          icann.org iana.org ietf.org w3.org apache.org downloads.apache.org eclipse.org
          kernel.org cdn.kernel.org gnu.org sourceforge.net readthedocs.io docs.rs
          rust-lang.org static.rust-lang.org nodejs.org python.org www.python.org php.net
          mysql.com mongodb.com fastdl.mongodb.org postgresql.org apt.postgresql.org redis.io
          confluent.io packages.confluent.io snowflakecomputing.com databricks.com
          """
              .strip()
              .split("\\s+"));

  /** The names of sample-logs that no entry has. */
  private static final List<String> SAMPLED =
      List.of(
          """
          bad.example.net builds.example.com examplebackup0001.blob.core.windows.net
          exampletable0001.table.core.windows.net files.example.net files.pypi.example
          gone.example.com insights.vendor.example mirror.example.org packages.example.com
          sql.partner.example updates.vendor.example worse.example.net www.example.com
          www.example.net www.example.org xn--pypal-4ve.example.org
          zvtlym52t43a6xiwdau2nd6k.tunnel.example.org 3yln4qxthnhqzfp64hukiz32.tunnel.example.org
          """
              .strip()
              .split("\\s+"));

  private static final List<String> SIBLINGS =
      List.of(
          """
          docs blog status shop forum community learn academy careers news press about partner
          help wiki jobs legal brand media videos events2024 staging-old beta labs research survey
          newsletter feedback training webinar summit investor privacy
          """
              .strip()
              .split("\\s+"));

  private final Random random;
  private final CompiledMatcher matcher;

  /** Whole names of entries, bound. */
  private final List<String> names = new ArrayList<>();

  private final List<String> wildcards = new ArrayList<>();
  private final List<String> regional = new ArrayList<>();
  private final List<String> clustered = new ArrayList<>();
  private final Set<String> owners = new TreeSet<>();
  private final Set<String> listedLabels = new TreeSet<>();
  private final Map<String, Pair> pairs = new LinkedHashMap<>();

  NearPairs(Catalog catalog, CompiledMatcher matcher, Map<String, String> variables, long seed) {
    this.random = new Random(seed);
    this.matcher = matcher;
    for (CatalogEntry entry : catalog.entries()) {
      Pattern pattern = entry.pattern();
      if (pattern == null) {
        continue;
      }
      String written = pattern.text().split("/", 2)[0];
      String text = pattern.bind(variables).text().split("/", 2)[0];
      if (written.contains("${clusterDomain}")) {
        clustered.add(written);
      } else if (entry.level() != Level.LOCAL) {
        (text.contains("*") ? wildcards : names).add(text);
        owners.add(owner(text.substring(text.lastIndexOf('*') + 1).replaceFirst("^\\.", "")));
        if (written.contains("${region}")) {
          regional.add(written);
        }
      }
    }
    names.forEach(name -> listedLabels.addAll(List.of(name.split("\\."))));
    names.removeIf(name -> name.endsWith("168.63.129.16"));
  }

  /** So many of each kind, and as many of each sort of name that is near nothing. */
  List<Pair> make(int each) {
    fill(each, () -> number());
    fill(each, () -> region());
    fill(each, () -> otherCluster());
    fill(each, () -> otherPort());
    fill(each, () -> otherCloud());
    fill(each, () -> apex());
    fill(each, () -> shorter());
    fill(each, () -> deeper());
    fill(each, () -> slip());
    fill(each, () -> strangerByStroke());
    fill(each, () -> strangerByStroke());
    fill(each, () -> strangerByLetter());
    fill(each, () -> strangerAround());
    fill(each, () -> strangerAround());
    fill(each, () -> none(pick(POPULAR)));
    fill(each, () -> none(pick(SAMPLED)));
    fill(each, () -> none(words() + "." + pick(List.of("com", "io", "net", "org", "us", "de"))));
    fill(each, () -> none(sibling()));
    fill(each, () -> none(account()));
    fill(each, () -> none(pick(WORDS) + "." + pick(List.of("com", "io", "net", "org"))));
    fill(each, () -> none(ownNetwork()));
    return List.copyOf(pairs.values());
  }

  private void fill(int each, java.util.function.Supplier<Pair> maker) {
    int before = pairs.size();
    if (names.isEmpty() || wildcards.isEmpty()) {
      throw new IllegalStateException("a catalog without names or wildcards");
    }
    for (int tries = 0; pairs.size() < before + each && tries < 100 * each; tries++) {
      Pair pair = maker.get();
      if (pair != null) {
        List<Standing> standings =
            matcher.candidates(pair.host, "https", pair.port, null, NearMissesTest.AT).stream()
                .map(Candidate::standing)
                .toList();
        // What an entry says of the name itself goes before all that it is near to.
        boolean fits =
            switch (pair.kind) {
              case "other-port" ->
                  standings.contains(Standing.OTHER_PORT) && !standings.contains(Standing.WINS);
              case "other-cloud" -> Set.copyOf(standings).equals(Set.of(Standing.OTHER_CLOUD));
              default -> standings.isEmpty();
            };
        if (fits) {
          pairs.putIfAbsent(pair.host, pair);
        }
      }
    }
  }

  private static Pair near(String host, int port, String kind, String name) {
    return new Pair(host, port, kind, false, owner(name));
  }

  private Pair none(String host) {
    String normal = HostName.normalize(host);
    return normal == null ? null : new Pair(normal, 443, NONE, false, null);
  }

  private Pair stranger(String host, String kind, String victim) {
    String normal = HostName.normalize(host);
    return normal == null || owners.contains(owner(normal))
        ? null
        : new Pair(normal, 443, kind, true, owner(victim));
  }

  private Pair otherPort() {
    String name = pick(names);
    return near(name, random.nextBoolean() ? 80 : 8443, "other-port", name);
  }

  private Pair otherCloud() {
    String name = pick(names);
    return near(name, 443, "other-cloud", name);
  }

  private Pair number() {
    String name = pick(names);
    List<String> labels = labels(name);
    int at = random.nextInt(left(name) + (rented(name) ? 1 : 0) + 1);
    if (at >= left(name) + (rented(name) ? 1 : 0) || !labels.get(at).matches(".*[0-9].*")) {
      return null;
    }
    java.util.regex.Matcher run =
        java.util.regex.Pattern.compile("(?<![0-9])[0-9]{1,4}(?![0-9])").matcher(labels.get(at));
    if (!run.find() || labels.get(at).matches(".*[0-9]{5}.*")) {
      return null;
    }
    int number = Integer.parseInt(run.group()) + 1 + random.nextInt(40);
    String digits = String.format("%0" + run.group().length() + "d", number);
    labels.set(at, run.replaceFirst(digits));
    return near(String.join(".", labels), 443, "next-number", name);
  }

  private Pair region() {
    if (regional.isEmpty()) {
      return null;
    }
    String host = pick(regional).replace("${region}", pick(REGIONS)).replace("*", pick(WORDS));
    return near(host, 443, "other-region", host);
  }

  private Pair otherCluster() {
    if (clustered.isEmpty()) {
      return null;
    }
    String domain = letters(8) + "." + pick(REGIONS) + ".aroapp.io";
    String host = pick(clustered).replace("${clusterDomain}", domain).replace("*", pick(WORDS));
    return near(host, 443, "other-cluster", host);
  }

  private Pair apex() {
    String wildcard = pick(wildcards);
    return wildcard.startsWith("*.")
        ? near(wildcard.substring(2), 443, "apex", wildcard.substring(2))
        : null;
  }

  private Pair shorter() {
    String name = pick(names);
    List<String> labels = labels(name);
    if (left(name) < 2) {
      return null;
    }
    labels.remove(random.nextInt(left(name)));
    return near(String.join(".", labels), 443, "label-short", name);
  }

  private Pair deeper() {
    String name = pick(names);
    List<String> labels = labels(name);
    labels.add(random.nextInt(left(name) + 1), pick(WORDS));
    return near(String.join(".", labels), 443, "label-deeper", name);
  }

  private Pair slip() {
    String name = pick(names);
    List<String> labels = labels(name);
    int at = random.nextInt(left(name) + 1);
    if (at == left(name) || labels.get(at).replaceAll("[^a-z]", "").length() < 6) {
      return null;
    }
    labels.set(at, stroke(labels.get(at)));
    return near(String.join(".", labels), 443, "typo", name);
  }

  private Pair strangerByStroke() {
    String name = pick(names);
    List<String> labels = labels(name);
    int brand = left(name);
    int length = labels.get(brand).length();
    if (length < 6) {
      return null;
    }
    boolean two =
        labels.get(brand).replaceAll("[^a-z]", "").length() >= 10 && random.nextInt(3) == 0;
    labels.set(brand, two ? stroke(stroke(labels.get(brand))) : stroke(labels.get(brand)));
    if (random.nextInt(3) == 0) {
      labels = new ArrayList<>(labels.subList(brand, labels.size()));
    } else if (random.nextInt(3) == 0 && brand > 0) {
      labels.set(0, pick(WORDS));
    }
    return stranger(String.join(".", labels), "typo", name);
  }

  private Pair strangerByLetter() {
    String name = pick(names);
    List<String> labels = labels(name);
    int at = left(name);
    String brand = labels.get(at);
    String changed = brand;
    if (random.nextInt(6) == 0) {
      changed = brand.replace("m", "rn").replace("w", "vv");
    }
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int place = random.nextInt(changed.length());
      String alike = DRAWN_ALIKE.get(changed.charAt(place));
      if (alike != null) {
        char letter = alike.charAt(random.nextInt(alike.length()));
        changed = changed.substring(0, place) + letter + changed.substring(place + 1);
      }
    }
    boolean ascii = changed.chars().allMatch(c -> c < 128);
    if (changed.equals(brand) || (ascii && brand.length() < 5)) {
      return null;
    }
    labels.set(at, changed);
    return stranger(String.join(".", labels), "homoglyph", name);
  }

  private Pair strangerAround() {
    String name = pick(names);
    String owner = owner(name);
    String brand = owner.split("\\.")[0];
    String evil = pick(STRANGERS);
    String front = random.nextInt(3) == 0 ? pick(WORDS) + "." : "";
    boolean usual = owner.matches(".*\\.(com|net|org|io)");
    String host =
        switch (random.nextInt(6)) {
          case 0, 1 -> front + name + "." + evil;
          case 2 -> front + owner + "." + evil;
          case 3 -> usual ? owner.replace('.', '-') + "." + evil : null;
          case 4 -> usual ? front + name.replace('.', '-') + "." + evil : null;
          default -> {
            String both = name.substring(0, name.length() - owner.length()) + brand;
            boolean telling = both.length() > 12 && brand.length() >= 5 && !both.equals(brand);
            yield telling
                ? both.replace('.', '-') + "." + pick(List.of("example", "net", "xyz"))
                : null;
          }
        };
    return host == null || name.length() < 7 ? null : stranger(host, "embedded", name);
  }

  private String words() {
    String first = pick(WORDS) + (random.nextBoolean() ? "-" : "") + pick(WORDS);
    return random.nextBoolean() ? first : pick(List.of("www", "api", "cdn", "login")) + "." + first;
  }

  /** Another name of a listed owner, at any depth that no entry has below it. */
  private String sibling() {
    String owner = pick(List.copyOf(owners));
    boolean itself = names.contains(owner) || owner.matches(".*(windows.net|amazonaws.com)");
    boolean account = owner.split("\\.").length > 2;
    return itself || account
        ? null
        : pick(SIBLINGS) + (random.nextInt(3) == 0 ? "." + pick(WORDS) : "") + "." + owner;
  }

  private String account() {
    String name =
        switch (random.nextInt(5)) {
          case 0 -> pick(WORDS) + pick(WORDS) + random.nextInt(1000);
          case 1 -> letters(3 + random.nextInt(20));
          case 2 -> "gsm" + (100_000_000 + random.nextInt(900_000_000)) + "xt";
          case 3 ->
              pick(List.of("agent", "aro", "cluster", "update", "image", "backup")) + letters(6);
          default -> pick(List.of("registry", "imageregistry", "bootdiag", "logs")) + letters(5);
        };
    return name
        + "."
        + pick(
            List.of(
                "blob.core.windows.net",
                "table.core.windows.net",
                "servicebus.windows.net",
                "vault.azure.net",
                "azurecr.io",
                "azurewebsites.net",
                "s3.amazonaws.com"));
  }

  /** Mirrors and caches that people call after what they hold. */
  private String ownNetwork() {
    String own = pick(List.of("corp.example", "intern.example.com", "lab.example.org"));
    String what =
        pick(List.of("quay", "docker", "redhat", "azure", "openshift", "registry", "mcr"));
    String kind = pick(List.of("mirror", "cache", "proxy", "artifacts", "nexus", "images"));
    return (random.nextBoolean() ? what + "-" + kind : kind + "." + what)
        + (random.nextBoolean() ? "" : "-" + pick(WORDS))
        + "."
        + own;
  }

  /** One stroke, of letters: what a hand slips on. */
  private String stroke(String label) {
    int at = random.nextInt(label.length() - 1);
    char letter = (char) ('a' + random.nextInt(26));
    String head = label.substring(0, at);
    String tail = label.substring(at + 1);
    if (!Character.isLetter(label.charAt(at)) || !Character.isLetter(tail.charAt(0))) {
      return stroke(label);
    }
    return switch (random.nextInt(4)) {
      case 0 -> head + tail;
      case 1 -> head + letter + label.substring(at);
      case 2 -> head + letter + tail;
      default -> head + tail.charAt(0) + label.charAt(at) + tail.substring(1);
    };
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(i == 0 ? 26 : 36)));
    }
    return text.toString();
  }

  private static boolean rented(String name) {
    return owner(name).split("\\.").length > 3;
  }

  /** How many labels stand before the owner's domain. */
  private static int left(String name) {
    return labels(name).size() - labels(owner(name)).size();
  }

  static String owner(String name) {
    for (String cloud : RENTED) {
      if (name.endsWith(cloud)) {
        String account = name.substring(0, name.length() - cloud.length());
        return account.substring(account.lastIndexOf('.') + 1) + cloud;
      }
    }
    InternetDomainName domain = InternetDomainName.from(name);
    if (domain.isUnderPublicSuffix()) {
      return domain.topPrivateDomain().toString();
    }
    List<String> labels = labels(name);
    return String.join(".", labels.subList(Math.max(0, labels.size() - 2), labels.size()));
  }

  private static List<String> labels(String name) {
    return new ArrayList<>(List.of(name.split("\\.")));
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
