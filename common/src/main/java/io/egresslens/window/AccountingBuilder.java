package io.egresslens.window;

import io.egresslens.flow.Flow;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.RejectReason;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what an ingest step does with its records. Not thread-safe.
 *
 * <p>{@link #records} and the methods that name a box are called in different places, so that a
 * record that ends nowhere shows.
 */
public final class AccountingBuilder {
  private final Map<String, Long> otherCategories = new TreeMap<>();
  private final Map<String, Long> deadLetters = new TreeMap<>();
  private long records;
  private long flows;
  private long inbound;
  private long signals;

  /** So many records were read. */
  public void records(int count) {
    records += count;
  }

  /** The record is this flow, and ends in its box, which is returned. */
  public RecordBox flow(Flow flow) {
    RecordBox box = flow.box();
    switch (box) {
      case FLOW -> flows++;
      case INBOUND -> inbound++;
      case SIGNAL -> signals++;
      case OTHER_CATEGORY -> other(flow.category().azureName());
      case DUPLICATE, DEAD_LETTER -> throw new IllegalArgumentException("a flow is no " + box);
    }
    return box;
  }

  /** The record is understood and no flow. */
  public void other(String category) {
    otherCategories.merge(category, 1L, Long::sum);
  }

  /** The record is a dead letter. */
  public void deadLetter(RejectReason reason) {
    deadLetters.merge(reason.label(), 1L, Long::sum);
  }

  /** Whether nothing was counted since the last {@link #drain}. */
  public boolean isEmpty() {
    return records == 0;
  }

  /** What was counted since the last call; starts anew. */
  public Accounting drain() {
    Accounting counted =
        new Accounting(
            records,
            flows,
            inbound,
            signals,
            new TreeMap<>(otherCategories),
            0,
            new TreeMap<>(deadLetters),
            0,
            0);
    records = 0;
    flows = 0;
    inbound = 0;
    signals = 0;
    otherCategories.clear();
    deadLetters.clear();
    return counted;
  }
}
