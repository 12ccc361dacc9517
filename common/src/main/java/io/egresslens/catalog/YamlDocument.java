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
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
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
      problems.add(ProblemKind.UNREADABLE, whole, "no such file");
      return null;
    } catch (IOException e) {
      problems.add(ProblemKind.UNREADABLE, whole, "cannot be read: " + e.getMessage());
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
    ByteBuffer bytes = ByteBuffer.wrap(content);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      // The decoder stops at the byte that it refuses.
      String good = new String(content, 0, bytes.position(), StandardCharsets.UTF_8);
      problems.add(ProblemKind.UNREADABLE, new Location(file, lastLine(good)), "is not UTF-8 text");
      return null;
    }
    return compose(file, text.startsWith("\ufeff") ? text.substring(1) : text, problems);
  }

  private static YamlMap compose(String file, String text, Problems problems) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CODE_POINTS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    Events events = new Events(new StreamReader(text), limits);
    int line;
    String reason;
    try {
      Node top = new Composer(events, new Resolver(), limits).getSingleNode();
      if (top != null) {
        return new YamlNode(file, top, problems).map();
      }
      problems.add(ProblemKind.UNREADABLE, new Location(file, 0), "is empty");
      return null;
    } catch (ReaderException e) {
      // Its position counts from the start of the reader's window, wherever that is.
      line = lastLine(text.substring(0, firstUnprintable(text)));
      reason = e.getMessage();
    } catch (MarkedYAMLException e) {
      line = e.getProblemMark() == null ? events.line : e.getProblemMark().getLine() + 1;
      reason = e.getProblem();
    } catch (YAMLException e) {
      line = events.line;
      reason = e.getMessage();
    }
    String firstLine = reason.lines().findFirst().orElse("");
    problems.add(ProblemKind.UNREADABLE, new Location(file, line), "is not YAML: " + firstLine);
    return null;
  }

  /** The line on which a text ends; line ends are what the reader takes for them. */
  private static int lastLine(String text) {
    return text.split("\\R", -1).length;
  }

  private static int firstUnprintable(String text) {
    int at = 0;
    while (at < text.length() && StreamReader.isPrintable(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /** Remembers how far reading came, for what the composer refuses without a mark. */
  private static final class Events extends ParserImpl {
    private int line = 1;

    Events(StreamReader reader, LoaderOptions limits) {
      super(reader, limits);
    }

    @Override
    public Event peekEvent() {
      Event event = super.peekEvent();
      if (event != null) {
        line = event.getStartMark().getLine() + 1;
      }
      return event;
    }
  }
}
