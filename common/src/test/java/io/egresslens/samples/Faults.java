package io.egresslens.samples;

import static io.egresslens.ingest.RejectReason.BAD_ADDRESS;
import static io.egresslens.ingest.RejectReason.BAD_TIME;
import static io.egresslens.ingest.RejectReason.BAD_VALUE;
import static io.egresslens.ingest.RejectReason.ENVELOPE;
import static io.egresslens.ingest.RejectReason.MISSING_FIELD;
import static io.egresslens.ingest.RejectReason.NOT_JSON;
import static io.egresslens.ingest.RejectReason.UNKNOWN_CATEGORY;
import static io.egresslens.ingest.RejectReason.UNKNOWN_SHAPE;

import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.RejectReason;
import io.egresslens.samples.Draft.Piece;
import io.egresslens.samples.Sample.Copy;
import io.egresslens.samples.Sample.Meaning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is broken, and what is not for us; good records stand among it and must come through. */
final class Faults {
  private final Ticker ticker;
  private final List<Draft> drafts = new ArrayList<>();

  private Faults(Instant base) {
    ticker = new Ticker(base);
  }

  /** The folder {@code malformed/}: a file for each reason. */
  static List<Draft> drafts() {
    Faults faults = new Faults(Gallery.DAY.plusSeconds(3600));
    faults.files();
    return faults.drafts;
  }

  /** Some of it as messages among the good ones, all from before the broker's time. */
  static void messages(Draft draft, Instant broker) {
    Faults faults = new Faults(broker.minusSeconds(240));
    faults.brokenAmongGood(draft, broker);
    String nextCentury = "2126" + broker.toString().substring(4);
    faults.message(draft, broker, faults.web().timeText(nextCentury), BAD_TIME);
    faults.message(draft, broker, faults.web().with("SourceIp", "10.20.300.4"), BAD_ADDRESS);
    faults.message(draft, broker, faults.web().categoryText("AZFWNewTable"), UNKNOWN_CATEGORY);
    Instant time = broker.minusSeconds(60);
    draft.wrapped("{\"records\":[", List.of(metric(time), otherResource(time)), "]}", broker);
  }

  private void files() {
    file("not-json")
        .line(cut(web(), 300))
        .line(neighbour())
        .line(cut(web(), 40))
        .line(text("Jan 20 09:10:11 fw-hub-eastus kernel: link is up", NOT_JSON))
        .line(damaged())
        .line(neighbour());
    file("envelope")
        .line(text("{\"hello\":\"world\"}", ENVELOPE))
        .line(text("42", ENVELOPE))
        .line(neighbour());
    brokenAmongGood(file("broken-among-good"), null);
    Draft times = file("bad-time");
    for (String time :
        List.of(
            "yesterday",
            "",
            "2026-13-41T25:61:00Z",
            "2126-01-20T09:00:00Z",
            "1970-01-01T00:00:00Z")) {
      times.line(fault(web().timeText(time), BAD_TIME));
    }
    Draft addresses = file("bad-address");
    for (String address : List.of("10.20.300.4", "10.20.1", "2001:db8:::1", "not-an-address")) {
      addresses.line(fault(net().with("SourceIp", address), BAD_ADDRESS));
    }
    Draft categories = file("unknown-category");
    for (String category : List.of("AZFWSomethingNew", "AZFWDnsProxy")) {
      categories.line(fault(net().categoryText(category), UNKNOWN_CATEGORY));
    }
    Draft shapes = file("unknown-shape");
    for (String msg :
        List.of("The firewall was updated.", "TCP request from somewhere", "DNS Request: none")) {
      shapes.line(fault(legacy().with("msg", msg), UNKNOWN_SHAPE));
    }
    file("missing-field")
        .line(fault(net().without("Action"), MISSING_FIELD))
        .line(fault(net().without("SourceIp"), MISSING_FIELD))
        .line(fault(legacy().without("msg"), MISSING_FIELD));
    file("bad-value")
        .line(fault(net().with("Action", "Perhaps"), BAD_VALUE))
        .line(fault(net().with("DestinationPort", 70_000), BAD_VALUE))
        .line(fault(net().with("SourcePort", "http"), BAD_VALUE));
    file("not-for-us").line(metric(Gallery.DAY)).line(otherResource(Gallery.DAY));
  }

  private Draft file(String name) {
    Draft draft = new Draft("malformed/" + name + ".jsonl");
    drafts.add(draft);
    return draft;
  }

  /** Messages of which one record is broken: its neighbours must not be lost with it. */
  private void brokenAmongGood(Draft draft, Instant broker) {
    String head = "{\"records\":[";
    Piece noAction = fault(web().without("Action"), MISSING_FIELD);
    draft.wrapped(head, List.of(neighbour(), noAction, neighbour()), "]}", broker);
    draft.wrapped(head, List.of(neighbour(), damaged(), neighbour()), "]}", broker);
    draft.wrapped(head, List.of(neighbour(), cut(web(), 200)), "", broker);
  }

  private void message(Draft draft, Instant broker, Sample sample, RejectReason reason) {
    draft.wrapped("{\"records\":[", List.of(fault(sample, reason)), "]}", broker);
  }

  private Sample web() {
    return Records.flow(ticker.at(Site.PROD), Gallery.PULL);
  }

  private Sample net() {
    return Records.flow(ticker.at(Site.PROD), Gallery.ntp(10));
  }

  private Sample legacy() {
    return Gallery.shape(ticker.at(Site.LEGACY), LegacyShape.N1, false, "");
  }

  private Piece neighbour() {
    return Piece.of(Envelope.STORAGE, web().story("good-neighbour"));
  }

  private static Piece fault(Sample sample, RejectReason reason) {
    return Piece.of(Envelope.STORAGE, sample.dead(reason).story("malformed"));
  }

  /** The record's first characters alone. */
  private static Piece cut(Sample sample, int length) {
    Piece piece = fault(sample, NOT_JSON);
    return piece.text(piece.text().substring(0, length));
  }

  /** A record that is no JSON in the middle. */
  private Piece damaged() {
    Piece piece = fault(web(), NOT_JSON);
    return piece.text(piece.text().replace("\"SourcePort\":", "\"SourcePort\":,"));
  }

  private static Piece metric(Instant time) {
    return foreign(
        "{\"count\":4,\"total\":120,\"minimum\":20,\"maximum\":40,\"average\":30,\"resourceId\":\""
            + Site.Firewall.EASTUS.resourceId().toUpperCase(Locale.ROOT)
            + "\",\"time\":\""
            + time
            + "\",\"metricName\":\"ApplicationRuleHit\",\"timeGrain\":\"PT1M\"}",
        "metric");
  }

  private static Piece otherResource(Instant time) {
    return foreign(
        "{\"category\":\"ApplicationGatewayAccessLog\",\"time\":\""
            + time
            + "\",\"resourceId\":\"/SUBSCRIPTIONS/00000000-0000-4000-8000-0000000E0001/"
            + "RESOURCEGROUPS/RG-WEB/PROVIDERS/MICROSOFT.NETWORK/APPLICATIONGATEWAYS/AGW-WEB\","
            + "\"properties\":{\"clientIP\":\"203.0.113.7\",\"httpStatus\":200}}",
        "other-resource");
  }

  private static Piece foreign(String text, String story) {
    Meaning meant = Meaning.beside(RecordBox.OTHER_CATEGORY, null, null);
    return new Piece(text, Envelope.STORAGE, plain(story, meant));
  }

  private static Piece text(String text, RejectReason reason) {
    return new Piece(text, Envelope.STORAGE, plain("malformed", Meaning.dead(reason)));
  }

  private static Sample plain(String story, Meaning meant) {
    return new Sample(null, null, null, null, null, null, Map.of(), story, Copy.NONE, meant);
  }
}
