package io.egresslens.jobs.bench;

import io.egresslens.flow.AddressPrefix;
import io.egresslens.jobs.bench.PeerCatalog.Rule;
import io.egresslens.jobs.bench.PeerCatalog.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The peer's SQL. A query is a way to read records, a way to count them, and the classification of
 * what is left; the last is the same for all, and costs nothing worth saying, because it joins
 * distinct destinations and not records.
 */
final class DuckDbSql {
  private static final String PROPERTIES =
      "STRUCT(Protocol VARCHAR, SourceIp VARCHAR, DestinationIp VARCHAR,"
          + " DestinationPort USMALLINT, Fqdn VARCHAR, \"Action\" VARCHAR)";

  private static final String OF_TRANSFORM =
      """
      {"category":"VARCHAR","time":"VARCHAR","resourceId":"VARCHAR","properties":{
      "Protocol":"VARCHAR","SourceIp":"VARCHAR","DestinationIp":"VARCHAR",
      "DestinationPort":"USMALLINT","Fqdn":"VARCHAR","Action":"VARCHAR"}}""";

  private static final String FROM_STRUCT =
      """
      SELECT r.category, r.time, r.resourceId AS rid, r.properties.SourceIp AS s,
        coalesce(nullif(r.properties.Fqdn, ''), r.properties.DestinationIp) AS d,
        r.properties.DestinationPort AS p, r.properties.Protocol AS pr, r.properties."Action" AS a
      FROM (%s)""";

  private static final String FROM_EXTRACT =
      """
      SELECT x[1] AS category, x[2] AS time, x[3] AS rid, x[4] AS s,
        coalesce(nullif(x[5], ''), x[6]) AS d, x[7]::USMALLINT AS p, x[8] AS pr, x[9] AS a
      FROM (SELECT json_extract_string(j, ['/category', '/time', '/resourceId',
        '/properties/SourceIp', '/properties/Fqdn', '/properties/DestinationIp',
        '/properties/DestinationPort', '/properties/Protocol', '/properties/Action']) AS x
        FROM (%s))""";

  /** Whole lines as text, then cut between records: right only while category is the first key. */
  private static final String PIECES =
      """
      SELECT CASE WHEN starts_with(t, '{"records"') THEN rtrim(t[13:], ']}') || '}}'
        ELSE '{"category"' || rtrim(t, ']}') || '}}' END AS j
      FROM (SELECT unnest(string_split(line, '},{"category"')) AS t
        FROM read_csv('$file', delim = E'\\x01', quote = '', escape = '', header = false,
          columns = {line: 'VARCHAR'}, max_line_size = 20000000, auto_detect = false))""";

  private static final String COUNT_DISTINCT =
      """
      CREATE TEMP TABLE g AS SELECT h, fw, d, p, pr, a, $cluster AS cl, count(*) AS n,
        count(DISTINCT s) AS s FROM (
        SELECT time[:13] AS h, lower(rid) AS fw, lower(rtrim(d, '.')) AS d, p, lower(pr) AS pr,
          lower(a) AS a, s
        FROM ($records) WHERE $decisions) GROUP BY ALL;
      """;

  private static final String TWO_LEVELS =
      """
      CREATE TEMP TABLE g AS SELECT h, fw, d, p, pr, a, $cluster AS cl, sum(n)::BIGINT AS n,
        count(*) AS s FROM (
        SELECT time[:13] AS h, lower(rid) AS fw, lower(rtrim(d, '.')) AS d, p, lower(pr) AS pr,
          lower(a) AS a, s, count(*) AS n
        FROM ($records) WHERE $decisions GROUP BY ALL) GROUP BY ALL;
      """;

  /**
   * Keys of the first level that fit DuckDB's twelve inlined bytes or a number: the hour without
   * its century, the firewall by its number in the inventory and only else by name. Folds case
   * behind the groups, so it is exact only for data that spells a name in one way, as this does.
   */
  private static final String TWO_LEVELS_NARROW =
      """
      CREATE TEMP TABLE g AS SELECT '20' || h AS h, coalesce(lower(other), f.name) AS fw,
        lower(rtrim(d, '.')) AS d, p, lower(pr) AS pr, lower(a) AS a, cl,
        sum(n)::BIGINT AS n, sum(s)::BIGINT AS s FROM (
        SELECT h, fw, other, d, p, pr, a, $cluster AS cl, sum(n) AS n, count(*) AS s FROM (
          SELECT time[3:13] AS h, $number AS fw,
            CASE WHEN $number = 0 THEN rid::VARCHAR END AS other, d, p, pr, a, s, count(*) AS n
          FROM ($records) WHERE $decisions GROUP BY ALL)
        GROUP BY ALL) LEFT JOIN firewall f ON f.number = fw GROUP BY ALL;
      """;

  /** Sources as bits: a pass over the data for their numbers, then no hash table of sources. */
  private static final String BITS =
      """
      CREATE TEMP TABLE source_number AS SELECT s, (row_number() OVER ())::INTEGER AS b
        FROM (SELECT DISTINCT s FROM ($records) WHERE $decisions);
      CREATE TEMP TABLE g AS SELECT '20' || h AS h, coalesce(lower(other), f.name) AS fw,
        lower(rtrim(d, '.')) AS d, p, lower(pr) AS pr, lower(a) AS a, cl,
        sum(n)::BIGINT AS n, sum(s)::BIGINT AS s FROM (
        SELECT h, fw, other, d, p, pr, a, cl, count(*) AS n,
          bit_count(bitstring_agg(b, 1, 4096)) AS s FROM (
          SELECT h, fw, CASE WHEN fw = 0 THEN rid::VARCHAR END AS other, d, p, pr, a, b, $cluster AS cl
          FROM (SELECT time[3:13] AS h, $number AS fw, rid, d, p, pr, a, b, s
            FROM ($records) JOIN source_number USING (s) WHERE $decisions))
        GROUP BY ALL) LEFT JOIN firewall f ON f.number = fw GROUP BY ALL;
      """;

  /** What all forms end in. */
  static final String CLASSIFY =
      """
      CREATE TEMP TABLE dest AS SELECT *, right(d, 1) BETWEEN '0' AND '9' AS is_address,
        CASE WHEN right(d, 1) BETWEEN '0' AND '9' THEN list_reduce(
          string_split(d, '.')::BIGINT[], lambda x, y: x * 256 + y) END AS bits
        FROM (SELECT DISTINCT cl, d, p, pr FROM g);
      CREATE TEMP TABLE hit AS
        SELECT t.cl, t.d, t.p, t.pr, r.* FROM dest t JOIN rule r
          ON r.cluster = t.cl AND r.head = t.d AND r.tail IS NULL
        UNION ALL SELECT t.cl, t.d, t.p, t.pr, r.* FROM dest t JOIN rule r
          ON r.cluster = t.cl AND r.tail IS NOT NULL AND NOT t.is_address
            AND starts_with(t.d, r.head) AND suffix(t.d, r.tail)
            AND length(t.d) >= length(r.head) + length(r.tail) + r.one_label::INT
            AND NOT (r.one_label AND contains(substr(t.d, length(r.head) + 1,
              length(t.d) - length(r.head) - length(r.tail)), '.'))
        UNION ALL SELECT t.cl, t.d, t.p, t.pr, r.* FROM dest t JOIN rule r
          ON r.cluster = t.cl AND t.is_address AND t.bits BETWEEN r.low AND r.high;
      CREATE TEMP TABLE winner AS SELECT cl, d, p, pr,
          min_by(entry, rank) FILTER (fits) AS entry,
          min_by(expectation, rank) FILTER (fits) AS expectation,
          min_by(entry, rank) FILTER (NOT fits) AS other_port
        FROM (SELECT *, len(ports) = 0 OR list_contains(ports, pr || ':' || p) AS fits FROM hit)
        GROUP BY ALL;
      CREATE TEMP TABLE verdict AS SELECT cl, d, p, pr,
        CASE WHEN expectation IN ('opted-out', 'shared-suffix', 'wrong-port', 'unlisted')
          AND NOT is_address AND EXISTS (FROM accepted x WHERE x.cluster = t.cl
            AND (x.tail IS NULL AND x.head = d OR starts_with(d, x.head) AND suffix(d, x.tail))
            AND (len(x.ports) = 0 OR list_contains(x.ports, pr || ':' || p)))
          THEN 'accepted' ELSE expectation END AS expectation,
        entry FROM (
        SELECT t.cl, t.d, t.p, t.pr, t.is_address,
          CASE WHEN is_own OR (is_address AND w.entry IS NULL AND is_local) THEN 'local'
            WHEN w.entry IS NOT NULL THEN w.expectation
            WHEN w.other_port IS NOT NULL THEN 'wrong-port'
            WHEN is_shared THEN 'shared-suffix' ELSE 'unlisted' END AS expectation,
          CASE WHEN is_own OR (is_address AND is_local) THEN w.entry
            ELSE coalesce(w.entry, w.other_port) END AS entry
        FROM (SELECT *,
            EXISTS (FROM own x WHERE x.cluster = dest.cl
              AND (d = x.domain OR suffix(d, '.' || x.domain))) AS is_own,
            EXISTS (FROM private x WHERE bits BETWEEN x.low AND x.high) AS is_local,
            NOT is_address AND EXISTS (FROM shared x WHERE x.cluster = dest.cl
              AND suffix(d, x.tail) AND length(d) > length(x.tail)) AS is_shared
          FROM dest) t LEFT JOIN winner w USING (cl, d, p, pr)) t;
      COPY (SELECT h || ':00:00Z', fw, cl, d, p, pr, a, v.expectation,
          coalesce(v.entry, ''), g.n, g.s FROM g JOIN verdict v USING (cl, d, p, pr))
        TO 'answer.tsv' (FORMAT csv, DELIMITER E'\\t', HEADER false, QUOTE '');
      """;

  private static final String DECISIONS =
      "(category IN ('AZFWApplicationRule', 'AZFWNetworkRule') OR (category IN"
          + " ('AZFWThreatIntel', 'AZFWIdpsSignature') AND lower(a) <> 'alert'))";

  private final PeerCatalog catalog;
  private final List<String> firewalls;

  DuckDbSql(PeerCatalog catalog) {
    this.catalog = catalog;
    this.firewalls =
        List.copyOf(
            catalog.sources().stream()
                .flatMap(source -> source.firewalls().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Every form by its name, up to the counts, for a file of records alone on their lines. */
  Map<String, String> flat(Path file) {
    String typed =
        FROM_STRUCT.formatted(
            "SELECT t AS r FROM read_json('$file', format = 'newline_delimited', columns = {"
                + "category: 'VARCHAR', time: 'VARCHAR', resourceId: 'VARCHAR', properties: '"
                + PROPERTIES
                + "'}) t");
    String columns = typed.replace("r.", "").replace("SELECT t AS r FROM ", "FROM ");
    String enumerated = columns.replace("resourceId: 'VARCHAR'", "resourceId: 'firewall_name'");
    String objects = FROM_EXTRACT.formatted("SELECT json AS j FROM read_ndjson_objects('$file')");
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("typed columns, count distinct", query(file, columns, COUNT_DISTINCT));
    forms.put("typed columns, two levels", query(file, columns, TWO_LEVELS));
    forms.put("typed columns, two levels, narrow keys", query(file, columns, TWO_LEVELS_NARROW));
    forms.put(
        "typed columns, firewall as ENUM, two levels, narrow keys",
        query(
            file,
            enumerated,
            TWO_LEVELS_NARROW.replace("$number", "(enum_code(rid) + 1)::UTINYINT")));
    forms.put("typed columns, sources as bits", query(file, columns, BITS));
    forms.put(
        "json_extract_string, two levels, narrow keys", query(file, objects, TWO_LEVELS_NARROW));
    return forms;
  }

  /** Every form by its name, up to the counts, for a file of {@code records} wrappers. */
  Map<String, String> wrapped(Path file) {
    String list =
        "SELECT unnest(records) AS r FROM read_json('$file', format = 'newline_delimited',"
            + " columns = {records: 'STRUCT(category VARCHAR, time VARCHAR, resourceId VARCHAR,"
            + " properties "
            + PROPERTIES
            + ")[]'})";
    String extracted =
        "SELECT unnest(json_extract(json, '$.records[*]')) AS j FROM read_ndjson_objects('$file')";
    String transformed =
        "SELECT unnest(json_transform(json, '{\"records\":["
            + OF_TRANSFORM
            + "]}').records) AS r FROM read_ndjson_objects('$file')";
    String each =
        "SELECT json_transform(j, '"
            + OF_TRANSFORM
            + "') AS r FROM (SELECT unnest(records) AS j FROM read_json('$file',"
            + " format = 'newline_delimited', columns = {records: 'JSON[]'}))";
    String flattened =
        "COPY ("
            + PIECES.replace("$file", file.toString())
            + ") TO 'flat.jsonl' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '',"
            + " DELIMITER E'\\x01');\n";
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("unnest of a typed list", narrow(file, FROM_STRUCT.formatted(list)));
    forms.put("json_extract, unnest", narrow(file, FROM_EXTRACT.formatted(extracted)));
    forms.put("json_transform, unnest", narrow(file, FROM_STRUCT.formatted(transformed)));
    forms.put("unnest of JSON[], json_transform", narrow(file, FROM_STRUCT.formatted(each)));
    forms.put("string_split, json_extract_string", narrow(file, FROM_EXTRACT.formatted(PIECES)));
    forms.put(
        "string_split into a flat file, then typed columns",
        flattened + flat(Path.of("flat.jsonl")).get("typed columns, two levels, narrow keys"));
    return forms;
  }

  private String narrow(Path file, String records) {
    return query(file, records, TWO_LEVELS_NARROW);
  }

  private String query(Path file, String records, String count) {
    return count
        .replace("$records", records)
        .replace("$file", file.toString())
        .replace("$decisions", DECISIONS)
        .replace("$cluster", clusterOf(!count.contains("lower(rid) AS fw")))
        .replace("$number", number());
  }

  /** The tables of catalog and clusters. */
  String catalogTables() {
    List<String> rules = new ArrayList<>();
    for (Rule rule : catalog.rules()) {
      rules.add(values(rule));
    }
    StringBuilder sql = new StringBuilder();
    String columns =
        " (cluster VARCHAR, head VARCHAR, tail VARCHAR, one_label BOOLEAN, low BIGINT, high BIGINT,"
            + " ports VARCHAR[], rank INTEGER, expectation VARCHAR, entry VARCHAR)";
    table(sql, "rule", columns, rules);
    table(sql, "accepted", columns, catalog.accepts().stream().map(DuckDbSql::values).toList());
    table(sql, "shared", columns, catalog.shared().stream().map(DuckDbSql::values).toList());
    table(
        sql,
        "own",
        " (cluster VARCHAR, domain VARCHAR)",
        catalog.sources().stream()
            .filter(source -> source.domain() != null)
            .map(source -> "(" + text(source.cluster()) + ", " + text(source.domain()) + ")")
            .toList());
    List<String> numbered = new ArrayList<>();
    for (String firewall : firewalls) {
      numbered.add("(" + (numbered.size() + 1) + ", " + text(firewall) + ")");
    }
    table(sql, "firewall", " (number UTINYINT, name VARCHAR)", numbered);
    // Fails on any other firewall: fair only because the data has none.
    sql.append("CREATE TYPE firewall_name AS ENUM (")
        .append(
            firewalls.stream()
                .map(name -> text(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.joining(", ")))
        .append(");\n");
    List<String> ranges =
        List.of(
            "10.0.0.0/8",
            "127.0.0.0/8",
            "0.0.0.0/8",
            "224.0.0.0/3",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "168.63.129.16/32");
    table(
        sql,
        "private",
        " (low BIGINT, high BIGINT)",
        ranges.stream().map(range -> "(" + bounds(AddressPrefix.parse(range)) + ")").toList());
    return sql.toString();
  }

  private static void table(StringBuilder sql, String name, String columns, List<String> rows) {
    sql.append("CREATE TEMP TABLE ").append(name).append(columns).append(";\n");
    if (!rows.isEmpty()) {
      sql.append("INSERT INTO ").append(name).append(" VALUES\n");
      sql.append(String.join(",\n", rows)).append(";\n");
    }
  }

  private static String values(Rule rule) {
    String ports = rule.ports().stream().map(DuckDbSql::text).collect(Collectors.joining(", "));
    return "(%s, %s, %s, %b, %s, [%s], %d, %s, %s)"
        .formatted(
            text(rule.cluster()),
            text(rule.head()),
            text(rule.tail()),
            rule.oneLabel(),
            rule.range() == null ? "NULL, NULL" : bounds(rule.range()),
            ports,
            rule.rank(),
            text(rule.expectation()),
            text(rule.entry()));
  }

  /** An IPv6 range holds none of the addresses that are asked for. */
  private static String bounds(AddressPrefix range) {
    if (!range.address().isV4()) {
      return "-1, -1";
    }
    long low = range.address().low() & 0xffff_ffffL;
    return low + ", " + (low + (1L << (32 - range.length())) - 1);
  }

  private static String text(String value) {
    return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
  }

  /** A source's cluster, from {@code s} and {@code fw}, a number or a name. */
  private String clusterOf(boolean numbered) {
    StringBuilder sql = new StringBuilder("CASE");
    for (Source source : catalog.sources()) {
      String prefixes =
          source.prefixes().stream()
              .map(prefix -> "starts_with(s, " + text(prefix) + ")")
              .collect(Collectors.joining(" OR "));
      sql.append(" WHEN (").append(prefixes).append(')');
      if (!source.firewalls().isEmpty()) {
        String list =
            source.firewalls().stream()
                .map(name -> numbered ? String.valueOf(firewalls.indexOf(name) + 1) : text(name))
                .collect(Collectors.joining(", "));
        sql.append(" AND fw IN (").append(list).append(')');
      }
      sql.append(" THEN ").append(text(source.cluster()));
    }
    return sql.append(" ELSE 'unassigned' END").toString();
  }

  /** Azure writes these ids in upper case; any other spelling goes by its name. */
  private String number() {
    StringBuilder sql = new StringBuilder("(CASE rid");
    for (int i = 0; i < firewalls.size(); i++) {
      String upper = firewalls.get(i).toUpperCase(Locale.ROOT);
      sql.append(" WHEN ").append(text(upper)).append(" THEN ").append(i + 1);
    }
    return sql.append(" ELSE 0 END)::UTINYINT").toString();
  }
}
