package io.egresslens.catalog;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value in a YAML file that knows its place. Each reading method either gives the value or
 * reports a problem and gives null, so a reader goes on and finds the next problem.
 *
 * <p>Scalars are read as they are written: {@code no}, {@code 1e3} and {@code 2025-04-01} are text
 * until somebody asks for more. Not thread-safe.
 */
public final class YamlNode {
  /** What the resolver makes of a scalar without a tag. */
  private static final Set<Tag> SCALARS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

  private final String file;
  private final Node node;
  private final Problems problems;

  YamlNode(String file, Node node, Problems problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
  }

  /** Where the value starts. */
  public Location location() {
    return new Location(file, node.getStartMark().getLine() + 1);
  }

  /**
   * From where to where the value is written, in code points of the file after its byte order mark;
   * without what follows a list or a map in block style.
   */
  public Span span() {
    return new Span(node.getStartMark().getIndex(), end(node));
  }

  /** Half open. */
  public record Span(int from, int to) {}

  private static int end(Node node) {
    if (node instanceof SequenceNode many && many.getFlowStyle() == FlowStyle.BLOCK) {
      List<Node> elements = many.getValue();
      return elements.isEmpty()
          ? node.getEndMark().getIndex()
          : end(elements.get(elements.size() - 1));
    }
    if (node instanceof MappingNode fields && fields.getFlowStyle() == FlowStyle.BLOCK) {
      List<NodeTuple> tuples = fields.getValue();
      return tuples.isEmpty()
          ? node.getEndMark().getIndex()
          : end(tuples.get(tuples.size() - 1).getValueNode());
    }
    return node.getEndMark().getIndex();
  }

  /** Whether a key has no value: nothing, {@code ~} or {@code null} stands there. */
  public boolean isEmpty() {
    return node.getTag().equals(Tag.NULL);
  }

  /** Reports a problem of form at this place. */
  public void problem(String message) {
    problems.add(location(), message);
  }

  /** Reports a problem of another kind at this place. */
  public void problem(ProblemKind kind, String message) {
    problems.add(kind, location(), message);
  }

  /** Text without outer space; never empty, and without control characters. */
  public String text() {
    if (!is(NodeId.scalar, "text")) {
      return null;
    }
    String text = ((ScalarNode) node).getValue().strip();
    if (text.isEmpty() || node.getTag().equals(Tag.NULL)) {
      problem("has no value");
      return null;
    }
    // What is loaded is printed one day: nothing in it may steer a terminal.
    if (!isPlain(text) && text.codePoints().anyMatch(YamlNode::isUnprintable)) {
      problem("holds a control character");
      return null;
    }
    return text;
  }

  /** Text that a parser accepts; its {@link IllegalArgumentException} becomes the problem. */
  public <T> T parsed(Function<String, T> parser) {
    String text = text();
    try {
      return text == null ? null : parser.apply(text);
    } catch (IllegalArgumentException e) {
      problem(ProblemKind.BAD_VALUE, e.getMessage());
      return null;
    }
  }

  /**
   * Text that stands for one of a few values.
   *
   * @param what the word for them in the problem, for example {@code level}
   */
  public <T> T choice(String what, Map<String, T> choices) {
    String text = text();
    if (text != null && !choices.containsKey(text)) {
      String known = choices.keySet().stream().sorted().collect(Collectors.joining(", "));
      problem(ProblemKind.BAD_VALUE, "unknown " + what + " '" + text + "': one of " + known);
    }
    return text == null ? null : choices.get(text);
  }

  /** {@code true} or {@code false}; YAML's other spellings are not taken. */
  public Boolean bool() {
    return choice("truth value", Map.of("true", true, "false", false));
  }

  /** A whole number. */
  public Long integer() {
    String text = text();
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      problem(ProblemKind.BAD_VALUE, "'" + text + "' is no whole number");
      return null;
    }
  }

  /** A day, {@code 2025-04-01}. */
  public LocalDate date() {
    String text = text();
    try {
      // Ten characters: the ISO form also knows years that no instant can hold.
      if (text == null || text.length() == 10) {
        return text == null ? null : LocalDate.parse(text);
      }
    } catch (DateTimeException e) {
      // Reported below, together with texts of other lengths.
    }
    problem(
        ProblemKind.BAD_VALUE,
        "'" + text + "' is no date: write year-month-day, for example 2025-04-01");
    return null;
  }

  /** The elements of a list, in order; null when this is no list. */
  public List<YamlNode> list() {
    if (!is(NodeId.sequence, "a list")) {
      return null;
    }
    return nodes((SequenceNode) node);
  }

  private List<YamlNode> nodes(SequenceNode sequence) {
    List<YamlNode> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      elements.add(new YamlNode(file, element, problems));
    }
    return elements;
  }

  /** Keys and values; null when this is no map. Keys that stand twice are reported. */
  public YamlMap map() {
    return is(NodeId.mapping, "a map of keys")
        ? new YamlMap(this, file, (MappingNode) node, problems)
        : null;
  }

  /**
   * The value by what it is, for readers of documents that other tools wrote and that hold more
   * than is asked for. Tags are not looked at: nothing is built from them.
   */
  public <T> T fold(
      Function<String, T> scalar,
      Supplier<T> nothing,
      Function<List<YamlNode>, T> list,
      Function<YamlMap, T> map) {
    if (node instanceof ScalarNode one) {
      return node.getTag().equals(Tag.NULL) ? nothing.get() : scalar.apply(one.getValue());
    }
    return node instanceof SequenceNode many
        ? list.apply(nodes(many))
        : map.apply(new YamlMap(this, file, (MappingNode) node, problems));
  }

  private boolean is(NodeId wanted, String word) {
    Tag tag = node.getTag();
    boolean plain =
        switch (node.getNodeId()) {
          case scalar -> SCALARS.contains(tag);
          case sequence -> tag.equals(Tag.SEQ);
          default -> tag.equals(Tag.MAP);
        };
    if (!plain) {
      problem("tags are not supported: " + tag.getValue());
    } else if (node.getNodeId() != wanted) {
      problem("must be " + word);
    }
    return plain && node.getNodeId() == wanted;
  }

  /** Whether there is nothing in it to look at twice. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnprintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
