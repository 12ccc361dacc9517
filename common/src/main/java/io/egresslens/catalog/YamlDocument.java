package io.egresslens.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The door through which every YAML file of ours comes in. It stops at the tree of nodes, because
 * nodes know their lines and no object is ever built from a tag.
 *
 * <p>Limits: {@value #MAX_CODE_POINTS} code points, {@value #MAX_STREAMED_CODE_POINTS} (more than
 * three million entries) of a file whose long list is handed on element by element, so that its
 * tree is never in memory; {@value #MAX_DEPTH} levels, {@value #MAX_ALIASES} aliases of
 * collections.
 */
public final class YamlDocument {
  static final int MAX_CODE_POINTS = 64 * 1024 * 1024;
  static final int MAX_STREAMED_CODE_POINTS = 512 * 1024 * 1024;
  static final int MAX_DEPTH = 20;
  static final int MAX_ALIASES = 50;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private YamlDocument() {}

  /**
   * Reads a file.
   *
   * @return the map at its top; null when there is none, and then a problem says why
   */
  public static YamlMap read(String path, Problems problems) {
    byte[] content = content(path, problems);
    return content == null ? null : parse(path, content, problems);
  }

  /** The bytes of a file; null after a problem. */
  static byte[] content(String path, Problems problems) {
    Location whole = new Location(path, 0);
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (NoSuchFileException e) {
      problems.add(ProblemKind.UNREADABLE, whole, "no such file");
    } catch (IOException e) {
      problems.add(ProblemKind.UNREADABLE, whole, "cannot be read: " + e.getMessage());
    }
    return null;
  }

  /**
   * Reads the content of a file.
   *
   * @param file its name in problems
   * @return the map at its top; null when there is none, and then a problem says why
   */
  public static YamlMap parse(String file, byte[] content, Problems problems) {
    return parse(file, content, null, null, problems);
  }

  /**
   * The same, but the elements of one list are handed over as they are read and not kept. When the
   * file turns out to be no YAML further down, some were handed over, and null is returned.
   *
   * @param streamed key of that list in the map at the top, which shows an empty list for it
   */
  static YamlMap parse(
      String file, byte[] content, String streamed, Consumer<YamlNode> element, Problems problems) {
    int bad = firstMalformed(content);
    if (bad >= 0) {
      String good = new String(content, 0, bad, StandardCharsets.UTF_8);
      problems.add(ProblemKind.UNREADABLE, new Location(file, lastLine(good)), "is not UTF-8 text");
      return null;
    }
    boolean marked = content.length >= 3 && Arrays.equals(content, 0, 3, BYTE_ORDER_MARK, 0, 3);
    int from = marked ? 3 : 0;
    return compose(file, content, from, streamed, element, problems);
  }

  private static YamlMap compose(
      String file,
      byte[] content,
      int from,
      String streamed,
      Consumer<YamlNode> element,
      Problems problems) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(streamed == null ? MAX_CODE_POINTS : MAX_STREAMED_CODE_POINTS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    InputStream bytes = new ByteArrayInputStream(content, from, content.length - from);
    Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
    Events events = new Events(new StreamReader(text), limits);
    int line;
    String reason;
    try {
      Consumer<Node> each = node -> element.accept(new YamlNode(file, node, problems));
      Node top = new NodeComposer(events, limits, streamed, each).getSingleNode();
      if (top != null) {
        return new YamlNode(file, top, problems).map();
      }
      problems.add(ProblemKind.UNREADABLE, new Location(file, 0), "is empty");
      return null;
    } catch (ReaderException e) {
      // Its position counts from the start of the reader's window, wherever that is.
      String whole = new String(content, from, content.length - from, StandardCharsets.UTF_8);
      line = lastLine(whole.substring(0, firstUnprintable(whole)));
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

  /** Where the first byte stands that is no UTF-8; -1 when all is. */
  private static int firstMalformed(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharBuffer chars = CharBuffer.allocate(1 << 14);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result;
    do {
      chars.clear();
      result = decoder.decode(bytes, chars, true);
    } while (result.isOverflow());
    // The decoder stops at the byte that it refuses.
    return result.isError() ? bytes.position() : -1;
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
