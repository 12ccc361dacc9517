package io.egresslens.match;

import io.egresslens.flow.Labels;
import java.util.Objects;

/**
 * The entry that a name which hits none is close to, and how. Immutable.
 *
 * @param kind how it is close
 * @param entry id of the entry
 * @param pattern the entry's pattern, bound to the cluster
 * @param explanation one sentence for people, of the names and what to do
 * @param lookalike whether the name may pass for the entry's though its owner is somebody else: a
 *     reason to worry, not to mend the list
 * @param confidence 0 to 1, how sure it is that the two have to do with each other; a fixed value a
 *     kind of evidence, not a probability
 */
public record NearMiss(
    Kind kind,
    String entry,
    String pattern,
    String explanation,
    boolean lookalike,
    double confidence) {

  /** How a name is close to an entry, the kind that is told first before the others. */
  public enum Kind {
    /** The entry lists the name with another port or protocol. */
    OTHER_PORT,
    /** The entry lists the name, but not at this time. */
    OTHER_TIME,
    /** The entry lists the name, but for other clouds. */
    OTHER_CLOUD,
    /** The same name of another cluster. */
    OTHER_CLUSTER,
    /** The same name of another region. */
    OTHER_REGION,
    /** The same name with another number. */
    NEXT_NUMBER,
    /** The name that a wildcard takes the names below of. */
    APEX,
    /** Of another owner, but read as the entry's: letters that look alike. */
    HOMOGLYPH,
    /** Of another owner, with the entry's name inside. */
    EMBEDDED,
    /** One or two strokes away; of another owner if it is a look-alike, else a slip. */
    TYPO,
    /** The entry's name without one of its labels. */
    LABEL_SHORT,
    /** The entry's name with one more label. */
    LABEL_DEEPER;

    private final String label = Labels.kebab(name());

    /** Spelling in records and reports: lower-case kebab. */
    public String label() {
      return label;
    }
  }

  public NearMiss {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(explanation, "explanation");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence " + confidence + " is not between 0 and 1");
    }
  }
}
