package io.egresslens.catalog;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used; the message lists every problem with file and line, one a
 * line.
 */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Takes at least one problem, in the order to be shown. */
  public InvalidConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, ordered by place. */
  public List<Problem> problems() {
    return problems;
  }
}
