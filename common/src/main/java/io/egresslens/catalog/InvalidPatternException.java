package io.egresslens.catalog;

/**
 * A pattern that its dialect does not know. Bad configuration, not a bug: whoever loads a catalog
 * adds file and line and reports it together with all other problems.
 */
public final class InvalidPatternException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final ProblemKind kind;

  /**
   * @param text the pattern as written
   * @param reason what is wrong with it, in plain words
   */
  public InvalidPatternException(String text, String reason) {
    this(ProblemKind.BAD_PATTERN, text, reason);
  }

  /** The same where the kind is known more closely. */
  public InvalidPatternException(ProblemKind kind, String text, String reason) {
    super("pattern '" + text + "': " + reason);
    this.kind = kind;
    this.reason = reason;
  }

  /** What sort of thing is wrong. */
  public ProblemKind kind() {
    return kind;
  }

  /** What is wrong, without the text. */
  public String reason() {
    return reason;
  }
}
