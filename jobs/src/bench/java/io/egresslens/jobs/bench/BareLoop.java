package io.egresslens.jobs.bench;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import io.egresslens.window.PartialSum;
import io.egresslens.window.PartialSums;
import io.egresslens.window.Shadow;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.WholeFlowView;
import java.io.BufferedWriter;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our parser, matcher and sums in a loop by hand, on two threads and without Flink: what the engine
 * costs is what {@code replay} takes beyond this. With names of catalogs as further arguments a
 * shadow judges by them, too.
 */
final class BareLoop implements FileRanges.Reader, LogOutput {
  private record Row(SummaryKey key, long windowStartMillis) {}

  private final Path file;
  private final WholeFlowView wholeFlow = new WholeFlowView();
  private final LogParser parser = new LogParser(EventTimeBounds.DEFAULT);
  private final PartialSums sums;

  /** How many rows a shadow would judge otherwise. */
  private long differences;

  /**
   * @param beside the catalog of a shadow; null for none
   */
  private BareLoop(Path file, Catalog catalog, Catalog beside, ClusterInventory inventory) {
    this.file = file;
    Shadow shadow =
        beside == null
            ? null
            : new Shadow(new FlowClassifier(beside, inventory), difference -> differences++);
    this.sums = new PartialSums(3_600_000, new FlowClassifier(catalog, inventory), 0, shadow);
  }

  @Override
  public void read(long from, long to) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      in.skipNBytes(Math.max(0, from - 1));
      BlockReader blocks = BlockReader.ofLines(file.toString(), in, from, to);
      for (LogBlock block = blocks.next(); block != null; block = blocks.next()) {
        parser.parse(block, this);
      }
    }
  }

  @Override
  public void flow(Flow flow) {
    view(wholeFlow.of(flow));
  }

  @Override
  public void view(FlowView view) {
    if (view.box() == RecordBox.FLOW) {
      sums.add(view);
    }
  }

  @Override
  public void other(String category) {}

  @Override
  public void deadLetter(DeadLetter letter) {
    throw new IllegalStateException(letter.toString());
  }

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    Catalog catalog = CatalogLoader.load(List.of());
    ClusterInventory inventory = ClusterInventoryLoader.load(args[1], catalog);
    Catalog beside =
        args.length > 2 ? CatalogLoader.load(List.of(args).subList(2, args.length)) : null;
    Map<Row, PartialSum> all = new HashMap<>();
    for (BareLoop loop :
        FileRanges.readAll(file, () -> new BareLoop(file, catalog, beside, inventory))) {
      loop.sums.drain(
          sum -> all.merge(new Row(sum.key(), sum.windowStartMillis()), sum, PartialSum::merge));
    }
    try (BufferedWriter out = Files.newBufferedWriter(Path.of("answer.tsv"))) {
      for (Map.Entry<Row, PartialSum> row : all.entrySet()) {
        SummaryKey key = row.getKey().key();
        out.write(
            Answer.line(
                Instant.ofEpochMilli(row.getKey().windowStartMillis()),
                key.firewall(),
                key.cluster(),
                key.destination(),
                key.port(),
                key.protocol(),
                key.action().label(),
                key.expectation().label(),
                key.entry(),
                row.getValue().flows(),
                row.getValue().sources().count()));
        out.newLine();
      }
    }
  }
}
