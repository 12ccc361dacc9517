package io.egresslens.catalog.imports;

import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lists of names as other products read them, one row each. The same line means different names in
 * different products, so each row has its own reader; what a reader cannot say in our dialect stays
 * unread.
 *
 * <p>Facts: reference page endpoint-catalog, section 6; the manual pages of hosts(5) and of dnsmasq
 * (options {@code address} and {@code server}); Squid's documentation of {@code dstdomain}; the
 * filter syntax of AdGuard's DNS lists.
 */
final class PlainLists {
  /** Of a document, for telling its kind. */
  private static final int LINES_LOOKED_AT = 200;

  private static final String DNSMASQ_DOMAIN = "(address|server|local|ipset|nftset)\\s*=\\s*/.*";

  /** What hosts files say of the machine they are on. */
  private static final Set<String> OWN_NAMES =
      Set.of(
          "localhost",
          "localhost.localdomain",
          "local",
          "broadcasthost",
          "ip6-localhost",
          "ip6-loopback",
          "ip6-localnet",
          "ip6-mcastprefix",
          "ip6-allnodes",
          "ip6-allrouters",
          "ip6-allhosts",
          "0.0.0.0");

  static final DocumentFormat DNSMASQ =
      row(
          "dnsmasq",
          "dnsmasq configuration: address=/name/ and server=/name/",
          line -> line.matches(DNSMASQ_DOMAIN),
          draft -> PlainLists::dnsmasq);

  static final DocumentFormat SQUID =
      row(
          "squid",
          "Squid: acl lines of dstdomain, or a file of its names",
          line -> line.matches("acl\\s+\\S+\\s+(dstdomain|dstdom_regex)\\s.*"),
          draft -> PlainLists::squid);

  static final DocumentFormat ADBLOCK =
      row(
          "adblock",
          "Adblock and AdGuard filters: ||name^",
          line -> line.startsWith("[Adblock") || line.matches("(@@)?\\|\\|[^/]+\\^.*"),
          AdblockLines::new);

  static final DocumentFormat HOSTS =
      row(
          "hosts",
          "hosts files: an address, then names",
          PlainLists::isHosts,
          draft -> PlainLists::hosts);

  private PlainLists() {}

  private static DocumentFormat row(
      String label,
      String about,
      Function<String, Boolean> mark,
      Function<Imported.Draft, Consumer<ListLine>> reader) {
    return new DocumentFormat(
        label,
        about,
        (name, text) ->
            !TreeReader.looksLikeJson(text)
                && text.lines().limit(LINES_LOOKED_AT).map(String::strip).anyMatch(mark::apply),
        (text, options) -> read(text, options, reader));
  }

  private static Imported read(
      String text, ImportOptions options, Function<Imported.Draft, Consumer<ListLine>> reader) {
    Imported.Draft draft = new Imported.Draft();
    ListLine line = new ListLine(draft, options.ports());
    Consumer<ListLine> lines = reader.apply(draft);
    int number = 0;
    for (String written : (Iterable<String>) text.lines()::iterator) {
      number++;
      line.moveTo(number, written.strip());
      if (!line.text().isEmpty()) {
        lines.accept(line);
      }
    }
    if (lines instanceof AdblockLines counting) {
      counting.finish();
    }
    return draft.finish();
  }

  private static boolean isHosts(String line) {
    String[] words = words(line);
    return words.length > 1 && IpAddress.parse(words[0]) != null;
  }

  /** An address, then names; what follows a hash is a comment. */
  static void hosts(ListLine line) {
    String[] words = words(beforeHash(line.text()));
    if (words.length == 0) {
      return;
    }
    if (IpAddress.parse(words[0]) == null) {
      line.unread("a line of a hosts file starts with an address");
    } else if (words.length == 1) {
      line.unread("no name follows the address");
    }
    for (int i = 1; i < words.length && IpAddress.parse(words[0]) != null; i++) {
      if (OWN_NAMES.contains(words[i].toLowerCase(Locale.ROOT))) {
        line.unread("'" + words[i] + "' is a name of the machine itself");
      } else {
        line.exact(null, words[i]);
      }
    }
  }

  /**
   * {@code option=/name/name/value}: each name with everything below it. A star at the front drops
   * the border of labels, as Azure's does; a leading dot makes no difference.
   */
  private static void dnsmasq(ListLine line) {
    String text = line.text();
    if (text.startsWith("#")) {
      return;
    }
    if (!text.matches(DNSMASQ_DOMAIN)) {
      line.unread("no option that names a domain between slashes");
      return;
    }
    String option = text.substring(0, text.indexOf('=')).strip();
    String[] pieces = text.substring(text.indexOf('/') + 1).split("/", -1);
    String value = pieces[pieces.length - 1].strip();
    if (pieces.length == 1) {
      line.unread("the slash behind the name is missing");
    } else if (!option.equals("address") && value.equals("#")) {
      line.unread("leaves the name to the servers of every other name: an exception");
    } else {
      for (String name : Arrays.asList(pieces).subList(0, pieces.length - 1)) {
        dnsmasqName(line, option, name.strip());
      }
    }
  }

  private static void dnsmasqName(ListLine line, String option, String name) {
    if (name.isEmpty()) {
      line.unread("two slashes mean names without a dot, which no pattern says");
    } else if (name.equals("#") || name.equals("*")) {
      line.unread("means every name");
    } else if (name.startsWith("*") && name.indexOf('*', 1) < 0) {
      line.pattern(option, name);
    } else {
      line.withSubdomains(option, name.startsWith(".") ? name.substring(1) : name);
    }
  }

  /** {@code .name} is the name and everything below it, {@code name} itself alone. */
  private static void squid(ListLine line) {
    if (line.text().startsWith("#")) {
      return;
    }
    List<String> words = new ArrayList<>(Arrays.asList(words(beforeHash(line.text()))));
    String section = null;
    if (words.get(0).equals("acl")) {
      if (words.size() < 4 || !words.get(2).equals("dstdomain")) {
        line.unread("an acl of another kind than dstdomain, or one without a name");
        return;
      }
      section = words.get(1);
      words = words.subList(3, words.size());
    } else if (words.size() > 1) {
      line.unread("neither an acl of dstdomain nor one name alone");
      return;
    }
    for (String word : words) {
      if (word.startsWith("\"")) {
        line.unread("the names are in another file: " + word);
      } else if (word.startsWith(".")) {
        line.withSubdomains(section, word.substring(1));
      } else if (!word.equals("-n") && !word.equals("--")) {
        line.exact(section, word);
      }
    }
  }

  private static String beforeHash(String text) {
    int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  private static String[] words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? new String[0] : stripped.split("\\s+", -1);
  }
}
