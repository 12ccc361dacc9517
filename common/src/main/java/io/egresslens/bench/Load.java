package io.egresslens.bench;

import io.egresslens.samples.LegacyGenerator;
import io.egresslens.samples.RecordGenerator;
import io.egresslens.samples.RecordOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records in memory, as a source would hand them over: whole lines in blocks of about a megabyte.
 * They are the first ones of a day of 20 million, so they have one hour's hosts and sources.
 *
 * @param blocks shared; nobody may write to them
 * @param bytes of all blocks
 */
public record Load(LoadForm form, List<byte[]> blocks, int records, long bytes) {
  /** How much a load is, without its bytes. */
  public record Size(int records, long bytes) {}

  /** How many hosts there are that no catalog lists. */
  public static final int UNLISTED_HOSTS = 500;

  private static final long RECORDS_OF_DAY = 20_000_000;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final long SEED = 3;

  /** Composes a load: the same bytes every time. */
  public static Load compose(LoadForm form, int records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordOptions options =
        RecordOptions.DEFAULT
            .withSeed(SEED)
            .withUnlisted(UNLISTED_HOSTS, 40)
            .withRecordsPerLine(form == LoadForm.ENVELOPE ? 100 : 1)
            .withShuffledKeys(form == LoadForm.SHUFFLED)
            .withEscapedPercent(form == LoadForm.SHUFFLED ? 10 : 0);
    try {
      if (form == LoadForm.LEGACY) {
        LegacyGenerator.writeHead(out, records, RECORDS_OF_DAY, SEED, UNLISTED_HOSTS);
      } else {
        RecordGenerator.writeHead(out, records, RECORDS_OF_DAY, options);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Load(form, cut(out.toByteArray()), records, out.size());
  }

  /** How much this is. */
  public Size size() {
    return new Size(records, bytes);
  }

  private static List<byte[]> cut(byte[] lines) {
    List<byte[]> blocks = new ArrayList<>();
    int from = 0;
    while (from < lines.length) {
      int to = Math.min(from + BLOCK_BYTES, lines.length);
      while (to < lines.length && lines[to - 1] != '\n') {
        to++;
      }
      blocks.add(Arrays.copyOfRange(lines, from, to));
      from = to;
    }
    return blocks;
  }
}
