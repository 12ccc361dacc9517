package io.egresslens.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {
  private final Problems problems = new Problems();

  private YamlMap read(String text) {
    return YamlDocument.parse("f.yaml", text.getBytes(UTF_8), problems);
  }

  private List<String> messages() {
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Test
  void valuesAreReadAsTheTypeThatIsAskedFor() {
    YamlMap map =
        read("\ufefft: ' a '\nb: true\ni: -17\nd: 2024-02-29\nno: no\nl: [a, b]\nm: {k: v}\n");
    assertThat(map.required("t", YamlNode::text)).isEqualTo("a");
    assertThat(map.required("b", YamlNode::bool)).isTrue();
    assertThat(map.required("i", YamlNode::integer)).isEqualTo(-17);
    assertThat(map.required("d", YamlNode::date)).hasToString("2024-02-29");
    assertThat(map.required("no", YamlNode::text)).isEqualTo("no");
    assertThat(map.requiredList("l", YamlNode::text)).containsExactly("a", "b");
    assertThat(map.required("m", YamlNode::map).keys()).containsExactly("k");
    assertThat(map.optional("absent", YamlNode::integer, 5L)).isEqualTo(5);
    assertThat(map.list("absent", YamlNode::text)).isEmpty();
    map.refuseOthers();
    assertThat(messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bool    | yes        | f.yaml:1: unknown truth value 'yes': one of false, true",
        "integer | 1.5        | f.yaml:1: '1.5' is no whole number",
        "integer | 1e99       | f.yaml:1: '1e99' is no whole number",
        "date    | 2023-02-29 | f.yaml:1: '2023-02-29' is no date: write year-month-day, for example 2025-04-01",
        "date    | +999999999-12-31 | f.yaml:1: '+999999999-12-31' is no date: write year-month-day, for example 2025-04-01",
        "text    | ''         | f.yaml:1: has no value",
        "text    | ~          | f.yaml:1: has no value",
        "text    | [a]        | f.yaml:1: must be text",
        "text    | \"a\\u202eb\" | f.yaml:1: holds a control character",
        "text    | !!set a    | f.yaml:1: tags are not supported: tag:yaml.org,2002:set",
        "list    | a          | f.yaml:1: must be a list",
        "map     | a          | f.yaml:1: must be a map of keys",
        "map     | !x {a: b}  | f.yaml:1: tags are not supported: !x",
      },
      quoteCharacter = '#')
  void theWrongTypeIsAProblemWithALine(String type, String value, String message) {
    YamlMap map = read("k: " + value + "\n");
    Object result =
        map.required(
            "k",
            node ->
                switch (type) {
                  case "bool" -> node.bool();
                  case "integer" -> node.integer();
                  case "date" -> node.date();
                  case "list" -> node.list();
                  case "map" -> node.map();
                  default -> node.text();
                });
    assertThat(result).isNull();
    assertThat(messages()).containsExactly(message);
  }

  @Test
  void keysThatNobodyAskedForAreRefused() {
    YamlMap map = read("size: 1\nsise: 2\n<<: {a: 1}\n");
    map.required("size", YamlNode::integer);
    map.refuseOthers();
    assertThat(messages())
        .containsExactly(
            "f.yaml:2: unknown key 'sise': known are size",
            "f.yaml:3: unknown key '<<': known are size");
  }

  @Test
  void badElementsOfAListAreReportedOneByOne() {
    YamlMap map = read("l:\n  - 1\n  - x\n  - 3\n  - y\n");
    assertThat(map.list("l", YamlNode::integer)).containsExactly(1L, 3L);
    assertThat(messages())
        .containsExactly("f.yaml:3: 'x' is no whole number", "f.yaml:5: 'y' is no whole number");
  }

  @Test
  void aFloodOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "x"));
    }
    assertThat(read(bomb.toString())).isNull();
    assertThat(messages()).singleElement().asString().matches("f.yaml:7: .*Number of aliases.*");
  }

  @Test
  void aMapThatHoldsItselfIsReadOnce() {
    YamlMap map = read("a: &x\n  b: *x\n");
    YamlMap inner = map.required("a", YamlNode::map).required("b", YamlNode::map);
    assertThat(inner.keys()).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: b: c\n", "a: 'open\n", "a: *nobody\n", "\u0007: x\n", "a: \"\\xZZ\"\n"})
  void whatIsNotYamlIsOneProblem(String text) {
    assertThat(read(text)).isNull();
    assertThat(messages()).singleElement().asString().contains(": is not YAML: ");
  }

  @Test
  void otherEncodingsAreRefused() {
    byte[] latin = "a: \u00e9\n".getBytes(ISO_8859_1);
    assertThat(YamlDocument.parse("f.yaml", latin, problems)).isNull();
    assertThat(messages()).containsExactly("f.yaml:1: is not UTF-8 text");
  }

  /** The text before is longer than the reader's window, and its line ends are of three kinds. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1000})
  void whatTheReaderRefusesIsReportedWithItsLine(int pairs) {
    String before = "# \u00e9\ud83d\ude00 \r\n# b\n#\r".repeat(pairs);
    int line = 3 * pairs + 2;
    assertThat(read(before + "a: b\nb: \u0007\nc: d\n")).isNull();
    assertThat(read(before + "a: b\nb: " + "[".repeat(30) + "\nc: d\n")).isNull();
    byte[] bytes = (before + "a: b\nb: \u00ff\nc: d\n").getBytes(UTF_8);
    bytes[bytes.length - 8] = (byte) 0xff; // where the two bytes of one letter stood
    assertThat(YamlDocument.parse("f.yaml", bytes, problems)).isNull();
    assertThat(problems.list()).hasSize(3);
    assertThat(problems.list())
        .as(() -> messages().toString())
        .allMatch(problem -> problem.location().line() == line);
  }
}
