package io.egresslens.alert;

import java.time.Duration;
import java.util.List;

/** What kinds of things alerts are about, and how much is remembered of one. */
public enum SubjectKind {
  /** A catalog entry, as a cluster uses it. */
  ENTRY(Keeps.RHYTHM, Keeps.NOTES, Keeps.FACES),
  /** A destination and port, as a cluster uses it. */
  DESTINATION(Keeps.NOTES),
  /** A destination that no entry names, whatever the port, as a cluster uses it. */
  NAME(Keeps.NOTES),
  /** All names below a roll-up domain that no entry names, as a cluster uses them. */
  DOMAIN(Keeps.NAMES, Keeps.NOTES),
  /** A cluster: all its flows. */
  CLUSTER(Keeps.RHYTHM, Keeps.NOTES),
  /** The firewall as a whole: all flows. */
  FIREWALL(Keeps.RHYTHM),
  /** One reason for which records cannot be read. */
  PARSING(Keeps.RHYTHM),
  /** The catalog of the job, as it changes. */
  CATALOG();

  /** How long panes are kept behind what is pruned, for rules that look back. */
  public static final Duration LOOK_BACK = Duration.ofHours(1);

  /** How far back rules look that learn what is normal. */
  public static final Duration LEARNING = Duration.ofDays(1);

  /**
   * How long minutes are kept behind what is pruned, so that what was normal before a sighting that
   * is some days old is known as it was then.
   */
  static final Duration MINUTES_KEPT = LEARNING.multipliedBy(4);

  /** What is remembered beside flows by pane. */
  private enum Keeps {
    /** Flows by minute, for {@link #MINUTES_KEPT}. */
    RHYTHM,
    /** Who, where to and by which rule, for each window. */
    NOTES,
    /** How many distinct names, for {@link #LOOK_BACK}. */
    NAMES,
    /** Flows by pane of each destination and port. */
    FACES
  }

  private final boolean rhythm;
  private final boolean notes;
  private final boolean names;
  private final boolean faces;

  SubjectKind(Keeps... kept) {
    List<Keeps> all = List.of(kept);
    rhythm = all.contains(Keeps.RHYTHM);
    notes = all.contains(Keeps.NOTES);
    names = all.contains(Keeps.NAMES);
    faces = all.contains(Keeps.FACES);
  }

  boolean keepsRhythm() {
    return rhythm;
  }

  boolean keepsNotes() {
    return notes;
  }

  boolean keepsNames() {
    return names;
  }

  boolean keepsFaces() {
    return faces;
  }
}
