package io.egresslens.catalog.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One value of a JSON document (or of a YAML one that says the same) with the line it starts on.
 * Immutable. Asking for what is not there gives {@link #MISSING}, never null: a reader says the
 * path it wants, and looks once at its end.
 */
final class Tree {
  /** What a path that leads nowhere leads to: no text, no elements. */
  static final Tree MISSING = new Tree(Kind.MISSING, 0, "", List.of(), Map.of());

  /** What a value is; {@code WORD} is a number, true or false. */
  enum Kind {
    MISSING,
    NULL,
    WORD,
    TEXT,
    LIST,
    MAP
  }

  private final Kind kind;
  private final int line;
  private final String text;
  private final List<Tree> elements;
  private final Map<String, Tree> fields;

  private Tree(Kind kind, int line, String text, List<Tree> elements, Map<String, Tree> fields) {
    this.kind = kind;
    this.line = line;
    this.text = text;
    this.elements = elements;
    this.fields = fields;
  }

  /** A text, a word, or null. */
  static Tree scalar(Kind kind, int line, String text) {
    return new Tree(kind, line, Objects.requireNonNull(text), List.of(), Map.of());
  }

  /** A list; takes over the argument. */
  static Tree list(int line, List<Tree> elements) {
    return new Tree(Kind.LIST, line, "", elements, Map.of());
  }

  /** A map; takes over the argument. */
  static Tree map(int line, Map<String, Tree> fields) {
    return new Tree(Kind.MAP, line, "", List.of(), fields);
  }

  /** 1-based; 0 for {@link #MISSING}. */
  int line() {
    return line;
  }

  boolean isMap() {
    return kind == Kind.MAP;
  }

  boolean isList() {
    return kind == Kind.LIST;
  }

  /** Whether it is there and says something: neither missing, nor null, nor an empty text. */
  boolean isPresent() {
    return kind == Kind.MAP || kind == Kind.LIST || (kind != Kind.NULL && !text.isEmpty());
  }

  /** The text without outer space, or the word as it is written; empty for everything else. */
  String text() {
    return kind == Kind.TEXT || kind == Kind.WORD ? text.strip() : "";
  }

  /** The elements of a list in order; empty for everything else. */
  List<Tree> elements() {
    return elements;
  }

  /** The keys of a map in order; empty for everything else. */
  List<String> keys() {
    return new ArrayList<>(fields.keySet());
  }

  /** The value at the end of a path of keys; {@link #MISSING} when it leads nowhere. */
  Tree at(String... path) {
    Tree here = this;
    for (String key : path) {
      here = here.fields.getOrDefault(key, MISSING);
    }
    return here;
  }

  /**
   * The value of a key that is written in several ways, or stands below {@code properties}: the
   * Azure CLI lifts there what Resource Manager's own JSON keeps below it.
   */
  Tree property(String... spellings) {
    Map<String, Tree> below = at("properties").fields;
    for (String key : spellings) {
      Tree found = fields.getOrDefault(key, below.getOrDefault(key, MISSING));
      if (found.kind != Kind.MISSING) {
        return found;
      }
    }
    return MISSING;
  }

  /** The texts of a list, those alone that say something; a text alone counts as a list of one. */
  List<Tree> texts() {
    List<Tree> candidates = kind == Kind.TEXT ? List.of(this) : elements;
    return candidates.stream().filter(element -> !element.text().isEmpty()).toList();
  }

  /** An empty map to fill. */
  static Map<String, Tree> fields() {
    return new LinkedHashMap<>();
  }
}
