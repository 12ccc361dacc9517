package io.egresslens.jobs.cli;

import io.egresslens.classify.Explanation;
import io.egresslens.flow.FieldTable;
import io.egresslens.match.Candidate;
import io.egresslens.match.NearMiss;
import io.egresslens.match.PatternDifferences;
import io.egresslens.names.CandidateName;
import io.egresslens.names.NameRange;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code explain --json} writes. */
final class ExplanationFields {
  /**
   * An explanation, and what was asked for beside it.
   *
   * @param near null when it is close to no entry
   * @param elsewhere null when it was not asked for, or there is nothing to compare
   * @param names null when they were not asked for
   */
  record Said(
      Explanation explanation,
      NearMiss near,
      PatternDifferences elsewhere,
      List<NameRange> names) {}

  private static final FieldTable<CandidateName> NAME =
      FieldTable.<CandidateName>none()
          .with("name", CandidateName::name)
          .with("confidence", CandidateName::confidence)
          .with("seen", CandidateName::seen);

  private static final FieldTable<NameRange> NAMES =
      FieldTable.<NameRange>none()
          .with("basis", range -> range.basis().label())
          .with("from", NameRange::from)
          .with("to", NameRange::to)
          .with("port", range -> orNull(range.port()))
          .with("oneOf", NameRange::oneOf)
          .with("names", range -> range.names().stream().map(NAME::row).toList())
          .with("occasions", NameRange::occasions)
          .with("sources", range -> orNull(range.sources()));

  private static final FieldTable<NearMiss> NEAR =
      FieldTable.<NearMiss>none()
          .with("kind", near -> near.kind().label())
          .with("entry", NearMiss::entry)
          .with("match", NearMiss::pattern)
          .with("lookalike", NearMiss::lookalike)
          .with("confidence", NearMiss::confidence)
          .with("explanation", NearMiss::explanation);

  private record Told(Candidate candidate, String reason) {}

  private static final FieldTable<Told> CANDIDATE =
      FieldTable.<Told>none()
          .with("standing", told -> told.candidate().standing().label())
          .with("entry", told -> told.candidate().entry().id())
          .with("reason", Told::reason)
          .with("level", told -> told.candidate().entry().level().label())
          .with("group", told -> told.candidate().entry().group())
          .with("match", told -> told.candidate().match())
          .with(
              "ports",
              told -> told.candidate().entry().ports().stream().map(Object::toString).toList())
          .with("source", told -> told.candidate().entry().source().toString());

  static final FieldTable<Said> ALL =
      FieldTable.<Said>none()
          .with("destination", said -> said.explanation().destination().destination())
          .with("protocol", said -> said.explanation().destination().protocol())
          .with("port", said -> orNull(said.explanation().destination().port()))
          .with("path", said -> said.explanation().destination().path())
          .with("cluster", said -> said.explanation().judgement().cluster())
          .with("at", said -> said.explanation().at())
          .with("expectation", said -> said.explanation().judgement().expectation().label())
          .with("because", said -> said.explanation().because())
          .with("entry", said -> said.explanation().judgement().entry())
          .with("verdictWhenAllowed", said -> said.explanation().whenAllowed().label())
          .with("verdictWhenDenied", said -> said.explanation().whenDenied().label())
          .with("catalogVersion", said -> said.explanation().catalogVersion())
          .with(
              "sharedSuffix",
              said ->
                  said.explanation().sharedSuffix() == null
                      ? null
                      : said.explanation().sharedSuffix().suffix())
          .with(
              "acceptedBy",
              said ->
                  said.explanation().accept() == null ? null : said.explanation().accept().owner())
          .with("closeTo", said -> said.near() == null ? null : NEAR.row(said.near()))
          .with("candidates", said -> candidates(said.explanation()))
          .with(
              "elsewhere",
              said ->
                  said.elsewhere() == null
                      ? null
                      : said.elsewhere().others().stream()
                          .map(row -> PatternFields.row(said.elsewhere(), row))
                          .toList())
          .with(
              "names",
              said -> said.names() == null ? null : said.names().stream().map(NAMES::row).toList());

  private ExplanationFields() {}

  private static Integer orNull(int port) {
    return port == 0 ? null : port;
  }

  private static List<?> candidates(Explanation explanation) {
    return IntStream.range(0, explanation.candidates().size())
        .mapToObj(i -> new Told(explanation.candidates().get(i), explanation.reasons().get(i)))
        .map(CANDIDATE::row)
        .toList();
  }
}
