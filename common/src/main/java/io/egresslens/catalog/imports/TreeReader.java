package io.egresslens.catalog.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlDocument;
import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON documents, and YAML ones where a tool writes both, into {@link Tree}s.
 *
 * <p>Limits: {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH} levels, {@value #MAX_TEXT} characters a
 * text, {@value #MAX_NAME} a key. The same key twice in one map is refused: readers differ on which
 * one counts. The largest document known, Azure's service tags, has some 100,000 values and takes a
 * fraction of a second.
 */
final class TreeReader {
  static final int MAX_BYTES = 64 * 1024 * 1024;
  static final int MAX_DEPTH = 64;
  static final int MAX_TEXT = 64 * 1024;
  static final int MAX_NAME = 1024;

  /** Of a YAML document; what it names are single resources. */
  private static final int MAX_NODES = 100_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(64)
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_NAME)
                  .build())
          .build();

  private TreeReader() {}

  /**
   * Reads a document that starts with a brace or a bracket as JSON, any other as YAML.
   *
   * @param file its name in problems
   * @return null when it is neither, and then a problem says why and where
   */
  static Tree read(String file, byte[] content, Problems problems) {
    if (content.length > MAX_BYTES) {
      problems.add(new Location(file, 0), "is larger than " + MAX_BYTES + " bytes");
      return null;
    }
    if (looksLikeJson(content)) {
      return json(file, content, problems);
    }
    YamlMap top = YamlDocument.parse(file, content, problems);
    return top == null ? null : new Yaml().map(top, 0);
  }

  /** Whether the first character that is no space opens a map or a list. */
  static boolean looksLikeJson(byte[] content) {
    int at = bom(content);
    while (at < content.length && content[at] <= ' ' && content[at] >= 0) {
      at++;
    }
    return at < content.length && (content[at] == '{' || content[at] == '[');
  }

  /**
   * Reads one JSON value; nothing but space may follow it.
   *
   * @return null when the document is no JSON, and then a problem says why and where
   */
  static Tree json(String file, byte[] content, Problems problems) {
    int bom = bom(content);
    try (JsonParser parser = JSON.createParser(content, bom, content.length - bom)) {
      if (parser.nextToken() == null) {
        problems.add(new Location(file, 0), "is empty");
        return null;
      }
      Tree tree = value(parser);
      if (parser.nextToken() == null) {
        return tree;
      }
      problems.add(new Location(file, line(parser)), "holds more than one JSON value");
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
      String why = e.getOriginalMessage();
      problems.add(
          new Location(file, line),
          "is not JSON: " + (why == null ? "" : why.lines().findFirst().orElse("")));
    } catch (IOException e) {
      problems.add(new Location(file, 0), "is not JSON: " + e.getMessage());
    }
    return null;
  }

  /** Recursion is bounded by {@link #MAX_DEPTH}. */
  private static Tree value(JsonParser parser) throws IOException {
    int line = line(parser);
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Tree> fields = Tree.fields();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          fields.put(key, value(parser));
        }
        return Tree.map(line, fields);
      }
      case START_ARRAY -> {
        List<Tree> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        return Tree.list(line, elements);
      }
      case VALUE_NULL -> {
        return Tree.scalar(Tree.Kind.NULL, line, "");
      }
      case VALUE_STRING -> {
        return Tree.scalar(Tree.Kind.TEXT, line, parser.getText());
      }
      default -> {
        return Tree.scalar(Tree.Kind.WORD, line, parser.getText());
      }
    }
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  /** A document of nodes as a tree. An alias may lead in circles, or multiply what is there. */
  private static final class Yaml {
    private int left = MAX_NODES;

    private Tree map(YamlMap map, int depth) {
      Map<String, Tree> fields = Tree.fields();
      for (String key : map.keys()) {
        fields.put(key, node(map.get(key), depth + 1));
      }
      return Tree.map(map.location().line(), fields);
    }

    private Tree node(YamlNode node, int depth) {
      if (depth > MAX_DEPTH || --left < 0) {
        if (left >= 0) {
          left = 0;
          node.problem("its aliases make more of the document than is read");
        }
        return Tree.MISSING;
      }
      int line = node.location().line();
      return node.fold(
          text -> Tree.scalar(Tree.Kind.TEXT, line, text),
          () -> Tree.scalar(Tree.Kind.NULL, line, ""),
          elements -> Tree.list(line, elements.stream().map(e -> node(e, depth + 1)).toList()),
          map -> map(map, depth));
    }
  }

  private static int bom(byte[] content) {
    boolean marked =
        content.length >= 3
            && content[0] == (byte) 0xef
            && content[1] == (byte) 0xbb
            && content[2] == (byte) 0xbf;
    return marked ? 3 : 0;
  }

  /** The text of a document, for readers that go line by line; never fails. */
  static String text(byte[] content) {
    int bom = bom(content);
    return new String(content, bom, content.length - bom, StandardCharsets.UTF_8);
  }
}
