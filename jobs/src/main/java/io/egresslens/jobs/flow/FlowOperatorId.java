package io.egresslens.jobs.flow;

/**
 * Every operator of the main job and the uid under which its state is found again. A constant is
 * never renamed or used for something else: state of a running job hangs on it.
 */
public enum FlowOperatorId {
  SOURCE("source"),
  INGEST("ingest"),
  SUMMARISE("summarise"),
  SUMMARISE_COUNT("summarise-count"),
  ROLL_UP("roll-up"),
  LATE("late"),
  LATE_COUNT("late-count"),
  ACCOUNT("account"),
  ALERT("alerts"),
  SUMMARIES("summaries-outlet"),
  DEAD_LETTERS("dead-letters-outlet"),
  LATE_FLOWS("late-flows-outlet"),
  SIGNALS("signals-outlet"),
  ACCOUNTING("accounting-outlet"),
  CATALOG_UPDATES("catalog-updates-outlet"),
  SHADOW("shadow-outlet"),
  ALERTS("alerts-outlet");

  private final String uid;

  FlowOperatorId(String uid) {
    this.uid = uid;
  }

  /** Uid, and the name that the web UI shows. */
  public String uid() {
    return uid;
  }

  /** The uid of the n-th operator of this kind, counted from 1: roll-ups stand in a row. */
  public String uid(int n) {
    return uid + "-" + n;
  }
}
