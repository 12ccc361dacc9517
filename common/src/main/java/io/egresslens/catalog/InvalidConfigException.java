package io.egresslens.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; the message lists every problem with file and line. */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one
   */
  public InvalidConfigException(List<Problem> problems) {
    super(message(problems));
    this.problems = problems.stream().sorted().distinct().toList();
  }

  /** What is wrong, ordered by place. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    return problems.stream()
        .sorted()
        .distinct()
        .map(Problem::toString)
        .collect(Collectors.joining("\n"));
  }
}
