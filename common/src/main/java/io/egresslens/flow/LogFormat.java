package io.egresslens.flow;

/** How the firewall wrote the record: fields of a category of its own, or one line of text. */
public enum LogFormat {
  STRUCTURED,
  LEGACY;

  private final String label = Labels.kebab(name());

  /** Spelling in records and reports: lower-case kebab. */
  public String label() {
    return label;
  }
}
