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
 * <p>Limits: {@value #MAX_CHARACTERS} characters, {@value #MAX_DEPTH} levels, {@value #MAX_TEXT}
 * characters a text, {@value #MAX_NAME} a key. The same key twice in one map is refused: readers
 * differ on which one counts. The largest document known, Azure's service tags, has some 100,000
 * values and takes a fraction of a second.
 */
final class TreeReader {
  static final int MAX_CHARACTERS = 64 * 1024 * 1024;
  static final int MAX_DEPTH = 64;
  static final int MAX_TEXT = 64 * 1024;
  static final int MAX_NAME = 1024;

  /** Of a YAML document; what it names are single resources. */
  private static final int MAX_NODES = 100_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
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
   * @param text without byte order mark
   * @return null when it is neither, and then a problem says why and where
   */
  static Tree read(String file, String text, Problems problems) {
    if (looksLikeJson(text)) {
      return json(file, text, problems);
    }
    YamlMap top = YamlDocument.parse(file, text.getBytes(StandardCharsets.UTF_8), problems);
    return top == null ? null : new Yaml().map(top, 0);
  }

  /** Whether it opens with a brace, or a bracket that is no heading of a list of filters. */
  static boolean looksLikeJson(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return text.startsWith("{", at)
        || (text.startsWith("[", at) && !text.regionMatches(true, at, "[Ad", 0, 3));
  }

  /**
   * Reads one JSON value; nothing but space may follow it.
   *
   * @return null when the document is no JSON, and then a problem says why and where
   */
  static Tree json(String file, String text, Problems problems) {
    if (text.length() > MAX_CHARACTERS) {
      problems.add(new Location(file, 0), "is longer than " + MAX_CHARACTERS + " characters");
      return null;
    }
    try (JsonParser parser = JSON.createParser(text)) {
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

  /**
   * Reads one for a {@link DocumentFormat}.
   *
   * @return null when the document is no JSON; then the draft says so
   */
  static Tree json(String text, Imported.Draft draft) {
    Problems problems = new Problems();
    Tree tree = json("", text, problems);
    problems
        .list()
        .forEach(problem -> draft.unread(problem.location().line(), "", problem.message()));
    return tree;
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
}
