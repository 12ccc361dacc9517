package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Everything that a parser gave out, in order: flows, dead letters, and labels as strings. */
final class Collected implements LogOutput {
  final List<Object> calls = new ArrayList<>();

  static Collected message(String text) {
    return message(text.getBytes(StandardCharsets.UTF_8));
  }

  static Collected message(byte[] bytes) {
    return of(LogBlock.ofMessage("logs", 3, 77, Long.MIN_VALUE, bytes));
  }

  static Collected file(String text) {
    return of(LogBlock.ofFile("a.json", 1000, 11, text.getBytes(StandardCharsets.UTF_8)));
  }

  static Collected of(LogBlock block) {
    Collected collected = new Collected();
    new LogParser(EventTimeBounds.DEFAULT).parse(block, collected);
    return collected;
  }

  @Override
  public void flow(Flow flow) {
    calls.add(flow);
  }

  @Override
  public void other(String category) {
    calls.add(category);
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    calls.add(letter);
  }

  /** The calls without the line numbers and offsets, which a range of a file cannot all know. */
  List<String> bodies() {
    return calls.stream()
        .map(
            call ->
                call instanceof DeadLetter letter
                    ? letter.reason() + new String(letter.raw(), StandardCharsets.UTF_8)
                    : call.toString())
        .toList();
  }

  List<Flow> flows() {
    return calls.stream().filter(Flow.class::isInstance).map(Flow.class::cast).toList();
  }

  List<DeadLetter> letters() {
    return calls.stream().filter(DeadLetter.class::isInstance).map(DeadLetter.class::cast).toList();
  }

  /** The only flow; fails when there was anything else. */
  Flow flow() {
    if (calls.size() != 1 || !(calls.get(0) instanceof Flow flow)) {
      throw new AssertionError("not one flow but " + calls);
    }
    return flow;
  }

  /** The only dead letter; fails when there was anything else. */
  DeadLetter letter() {
    if (calls.size() != 1 || !(calls.get(0) instanceof DeadLetter letter)) {
      throw new AssertionError("not one dead letter but " + calls);
    }
    return letter;
  }
}
