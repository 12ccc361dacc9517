package io.egresslens.jobs.flow.wire;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.window.SummaryKey;
import java.util.List;

/** How the parts of a key are written, by itself and in a sum. */
final class SummaryKeyForm {
  /** Place in these lists is what is written: append only. */
  private static final List<Action> ACTIONS = List.of(Action.ALLOW, Action.DENY, Action.ALERT);

  private static final List<Expectation> EXPECTATIONS =
      List.of(
          Expectation.REQUIRED,
          Expectation.OPTIONAL,
          Expectation.ACCEPTED,
          Expectation.PROXIED,
          Expectation.OPTED_OUT,
          Expectation.SHARED_SUFFIX,
          Expectation.WRONG_PORT,
          Expectation.UNLISTED,
          Expectation.LOCAL,
          Expectation.NO_DESTINATION);

  private SummaryKeyForm() {}

  static void write(SummaryKey key, CompactWriter out) {
    out.putName(key.firewall());
    out.putName(key.cluster());
    out.putText(key.destination());
    out.putVarint(key.port());
    out.putName(key.protocol());
    out.putByte(ACTIONS.indexOf(key.action()));
    out.putByte(EXPECTATIONS.indexOf(key.expectation()));
    out.putName(key.entry());
  }

  static SummaryKey read(CompactReader in) {
    return new SummaryKey(
        in.getName(),
        in.getName(),
        in.getText(),
        (int) in.getVarint(),
        in.getName(),
        ACTIONS.get(in.getByte()),
        EXPECTATIONS.get(in.getByte()),
        in.getName());
  }
}
