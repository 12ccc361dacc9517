package io.egresslens.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The door through which every YAML file of ours comes in. It stops at the tree of nodes, because
 * nodes know their lines and no object is ever built from a tag.
 *
 * <p>Limits: {@value #MAX_CODE_POINTS} code points (a catalog of some 400,000 entries; reading half
 * as many takes 2 GB of heap), {@value #MAX_DEPTH} levels, {@value #MAX_ALIASES} aliases of
 * collections.
 */
public final class YamlDocument {
  static final int MAX_CODE_POINTS = 64 * 1024 * 1024;
  static final int MAX_DEPTH = 20;
  static final int MAX_ALIASES = 50;

  private YamlDocument() {}

  /**
   * Reads a file.
   *
   * @return the map at its top; null when there is none, and then a problem says why
   */
  public static YamlMap read(String path, Problems problems) {
    Location whole = new Location(path, 0);
    byte[] content;
    try {
      content = Files.readAllBytes(Path.of(path));
    } catch (NoSuchFileException e) {
      problems.add(whole, "no such file");
      return null;
    } catch (IOException e) {
      problems.add(whole, "cannot be read: " + e.getMessage());
      return null;
    }
    return parse(path, content, problems);
  }

  /**
   * Reads the content of a file.
   *
   * @param file its name in problems
   * @return the map at its top; null when there is none, and then a problem says why
   */
  public static YamlMap parse(String file, byte[] content, Problems problems) {
    Location whole = new Location(file, 0);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      Node top = compose(text.startsWith("\ufeff") ? text.substring(1) : text);
      if (top != null) {
        return new YamlNode(file, top, problems).map();
      }
      problems.add(whole, "is empty");
    } catch (CharacterCodingException e) {
      problems.add(whole, "is not UTF-8 text");
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      problems.add(
          mark == null ? whole : new Location(file, mark.getLine() + 1),
          "is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(whole, "is not YAML: " + e.getMessage().lines().findFirst().orElse(""));
    }
    return null;
  }

  private static Node compose(String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CODE_POINTS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    ParserImpl parser = new ParserImpl(new StreamReader(text), limits);
    return new Composer(parser, new Resolver(), limits).getSingleNode();
  }
}
