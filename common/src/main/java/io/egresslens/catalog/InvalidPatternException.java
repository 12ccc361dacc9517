package io.egresslens.catalog;

/**
 * A pattern that its dialect does not know. Bad configuration, not a bug: whoever loads a catalog
 * adds file and line and reports it together with all other problems.
 */
public final class InvalidPatternException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param text the pattern as written
   * @param reason what is wrong with it, in plain words
   */
  public InvalidPatternException(String text, String reason) {
    super("pattern '" + text + "': " + reason);
    this.reason = reason;
  }

  /** What is wrong, without the text. */
  public String reason() {
    return reason;
  }
}
