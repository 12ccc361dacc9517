package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.jobs.flow.wire.AlertInput;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import io.egresslens.window.ShadowDifference;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The side outputs of the main job, named by what they mean. */
public final class FlowOutputTags {
  /** Could not be understood. */
  public static final OutputTag<DeadLetter> DEAD_LETTER =
      new OutputTag<>("dead-letter", TypeInformation.of(DeadLetter.class));

  /** Threat intelligence or IDPS in alert mode. */
  public static final OutputTag<Flow> SIGNAL =
      new OutputTag<>("signal", TypeInformation.of(Flow.class));

  /** Understood, but its window is closed. */
  public static final OutputTag<PartialSum> LATE_FLOW =
      new OutputTag<>("late-flow", CompactTypeInfo.PARTIAL_SUM);

  /** The final sum of a closed window: what a longer window is made of. */
  public static final OutputTag<PartialSum> CLOSED =
      new OutputTag<>("closed", CompactTypeInfo.PARTIAL_SUM);

  /** What a step counted since it last said so. */
  public static final OutputTag<Accounting> COUNTED =
      new OutputTag<>("counted", TypeInformation.of(Accounting.class));

  /** What a shadow catalog says something else of. */
  public static final OutputTag<ShadowDifference> SHADOW =
      new OutputTag<>("shadow", TypeInformation.of(ShadowDifference.class));

  /** What became of a changed catalog. */
  public static final OutputTag<CatalogUpdate> CATALOG_UPDATE =
      new OutputTag<>("catalog-update", TypeInformation.of(CatalogUpdate.class));

  /** What the alert rules are to know. */
  public static final OutputTag<AlertInput> OBSERVED =
      new OutputTag<>("observed", CompactTypeInfo.ALERT_INPUT);

  private FlowOutputTags() {}
}
