package io.egresslens.bench;

/** {@link Contestants} and those for whom this module has to fetch something first. */
final class AllContestants {
  static final String FASTJSON_STREAM = "fastjson2-stream";
  static final String FASTJSON_TREE = "fastjson2-tree";
  static final String DSL_JSON = "dsl-json";

  private AllContestants() {}

  static Contestant of(String name) {
    return switch (name) {
      case FASTJSON_STREAM -> new FastjsonStreamPeer();
      case FASTJSON_TREE -> new FastjsonTreePeer();
      case DSL_JSON -> new DslJsonPeer();
      default -> Contestants.of(name);
    };
  }
}
