package io.egresslens.jobs.cli;

import io.egresslens.classify.Explanation;
import io.egresslens.flow.FieldTable;
import io.egresslens.match.Candidate;

/** What {@code explain --json} writes. */
final class ExplanationFields {
  private static final FieldTable<Candidate> CANDIDATE =
      FieldTable.<Candidate>none()
          .with("standing", candidate -> candidate.standing().label())
          .with("entry", candidate -> candidate.entry().id())
          .with("level", candidate -> candidate.entry().level().label())
          .with("group", candidate -> candidate.entry().group())
          .with("match", Candidate::match)
          .with(
              "ports",
              candidate -> candidate.entry().ports().stream().map(Object::toString).toList())
          .with("source", candidate -> candidate.entry().source().toString());

  static final FieldTable<Explanation> ALL =
      FieldTable.<Explanation>none()
          .with("destination", explanation -> explanation.destination().destination())
          .with("protocol", explanation -> explanation.destination().protocol())
          .with("port", explanation -> orNull(explanation.destination().port()))
          .with("path", explanation -> explanation.destination().path())
          .with("cluster", explanation -> explanation.judgement().cluster())
          .with("at", Explanation::at)
          .with("expectation", explanation -> explanation.judgement().expectation().label())
          .with("entry", explanation -> explanation.judgement().entry())
          .with("verdictWhenAllowed", explanation -> explanation.whenAllowed().label())
          .with("verdictWhenDenied", explanation -> explanation.whenDenied().label())
          .with("catalogVersion", Explanation::catalogVersion)
          .with(
              "sharedSuffix",
              explanation ->
                  explanation.sharedSuffix() == null ? null : explanation.sharedSuffix().suffix())
          .with(
              "acceptedBy",
              explanation -> explanation.accept() == null ? null : explanation.accept().owner())
          .with(
              "candidates",
              explanation -> explanation.candidates().stream().map(CANDIDATE::row).toList());

  private ExplanationFields() {}

  private static Integer orNull(int port) {
    return port == 0 ? null : port;
  }
}
