package io.egresslens.window;

import io.egresslens.flow.Category;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.RejectReason;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what an ingest step does with its records. Not thread-safe.
 *
 * <p>Counting costs a record nothing but additions. {@link #records} and the methods that name a
 * box are called in different places, so that a record that ends nowhere shows.
 */
@SuppressWarnings("EnumOrdinal") // an array beside an enum, for nobody but this instance
public final class AccountingBuilder {
  private static final RecordBox[] BOXES = RecordBox.values();
  private static final Category[] CATEGORIES = Category.values();
  private static final RejectReason[] REASONS = RejectReason.values();

  private final long[] boxes = new long[BOXES.length];
  private final long[] categories = new long[CATEGORIES.length];
  private final long[] reasons = new long[REASONS.length];

  /** Labels of records that are no flows, with their counts; a handful. */
  private String[] labels = new String[2];

  private long[] labelCounts = new long[labels.length];
  private int labelsUsed;
  private long records;

  /** So many records were read. */
  public void records(int count) {
    records += count;
  }

  /** The record is a flow of this category, and ends in this box. */
  public void flow(RecordBox box, Category category) {
    switch (box) {
      case FLOW, INBOUND, SIGNAL -> boxes[box.ordinal()]++;
      case OTHER_CATEGORY -> categories[category.ordinal()]++;
      case DUPLICATE, DEAD_LETTER -> throw new IllegalArgumentException("a flow is no " + box);
    }
  }

  /**
   * The record is understood and no flow.
   *
   * @param label of a closed list
   */
  public void other(String label) {
    int at = 0;
    while (at < labelsUsed && !labels[at].equals(label)) {
      at++;
    }
    if (at == labels.length) {
      labels = Arrays.copyOf(labels, 2 * at);
      labelCounts = Arrays.copyOf(labelCounts, 2 * at);
    }
    if (at == labelsUsed) {
      labels[labelsUsed++] = label;
    }
    labelCounts[at]++;
  }

  /** The record is a dead letter. */
  public void deadLetter(RejectReason reason) {
    reasons[reason.ordinal()]++;
  }

  /** Whether nothing was counted since the last {@link #drain}. */
  public boolean isEmpty() {
    return records == 0;
  }

  /** What was counted since the last call; starts anew. */
  public Accounting drain() {
    Map<String, Long> otherCategories = new TreeMap<>();
    for (int i = 0; i < labelsUsed; i++) {
      add(otherCategories, labels[i], labelCounts[i]);
    }
    for (Category category : CATEGORIES) {
      add(otherCategories, category.azureName(), categories[category.ordinal()]);
    }
    Map<String, Long> deadLetters = new TreeMap<>();
    for (RejectReason reason : REASONS) {
      add(deadLetters, reason.label(), reasons[reason.ordinal()]);
    }
    Accounting counted =
        new Accounting(
            records,
            boxes[RecordBox.FLOW.ordinal()],
            boxes[RecordBox.INBOUND.ordinal()],
            boxes[RecordBox.SIGNAL.ordinal()],
            otherCategories,
            0,
            deadLetters,
            0,
            0);
    records = 0;
    Arrays.fill(boxes, 0);
    Arrays.fill(categories, 0);
    Arrays.fill(reasons, 0);
    Arrays.fill(labelCounts, 0);
    return counted;
  }

  private static void add(Map<String, Long> counts, String name, long count) {
    if (count > 0) {
      counts.merge(name, count, Long::sum);
    }
  }
}
