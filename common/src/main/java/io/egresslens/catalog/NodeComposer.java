package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Makes nodes of a document, except for one list of the map at its top, whose elements are handed
 * over one by one: a catalog may have a million. Anchors work across elements, as ever.
 */
final class NodeComposer extends Composer {
  private final Consumer<Node> element;
  private String streamed;
  private int depth;
  private Node key;

  /**
   * @param streamed key of the list; null for none
   */
  NodeComposer(Parser events, LoaderOptions limits, String streamed, Consumer<Node> element) {
    super(events, new PlainText(), limits);
    this.streamed = streamed;
    this.element = element;
  }

  /** Knows text and nothing: YAML's other types are text until somebody asks for them. */
  private static final class PlainText extends Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return switch (kind) {
        case sequence -> Tag.SEQ;
        case mapping -> Tag.MAP;
        default -> implicit && isNothing(value) ? Tag.NULL : Tag.STR;
      };
    }

    private static boolean isNothing(String value) {
      return switch (value) {
        case "", "~", "null", "Null", "NULL" -> true;
        default -> false;
      };
    }
  }

  @Override
  protected Node composeMappingNode(String anchor) {
    depth++;
    Node node = super.composeMappingNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected Node composeSequenceNode(String anchor) {
    depth++;
    Node node = super.composeSequenceNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected Node composeKeyNode(MappingNode node) {
    key = super.composeKeyNode(node);
    return key;
  }

  @Override
  protected Node composeValueNode(MappingNode node) {
    boolean isStreamed =
        streamed != null
            && depth == 1
            && key instanceof ScalarNode scalar
            && scalar.getValue().strip().equals(streamed);
    if (isStreamed) {
      // A key that stands twice is reported with the map, and its second value is not read.
      streamed = null;
    }
    if (!isStreamed
        || !(parser.peekEvent() instanceof SequenceStartEvent start)
        || start.getAnchor() != null
        || start.getTag() != null) {
      return super.composeValueNode(node);
    }
    parser.getEvent();
    depth++;
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      element.accept(super.composeValueNode(node));
    }
    depth--;
    Event end = parser.getEvent();
    return new SequenceNode(
        Tag.SEQ,
        true,
        new ArrayList<>(),
        start.getStartMark(),
        end.getEndMark(),
        start.getFlowStyle());
  }
}
