package io.egresslens.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.egresslens.flow.Flow;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.JsonText;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.RejectReason;
import java.io.IOException;

/**
 * Reads the records of one unit: a line, a message, or a value that spans lines. First strictly,
 * with one pass of the JSON parser; {@link #salvage} picks the whole records out of what that pass
 * could not read. Not thread-safe.
 *
 * <p>A record is given out only when the token behind it was good: an object that a damaged byte
 * closed too early is no record, it would be a flow with half of its fields.
 */
final class UnitReader {
  /** How reading a unit strictly ended. */
  enum End {
    GOOD,
    /** The bytes ended inside a value. */
    CUT_OFF,
    DAMAGED
  }

  /** Longest string value of a record, in characters. */
  static final int MAX_STRING = 64 * 1024;

  private final JsonFactory json =
      JsonFactory.builder()
          // Blocks are UTF-8; a guess of UTF-16 would make every position wrong.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonText.MAX_DEPTH)
                  .maxNumberLength(64)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(256)
                  .build())
          .build();

  private final RecordFields fields = newFields();

  /** The fields of an object that has {@code records}; theirs must not overwrite them. */
  private final RecordFields outerFields = newFields();

  private final FlowBuilder flows;

  private LogBlock block;
  private Outlet out;
  private byte[] bytes;
  private int base;

  /** The value read last and not yet given out; -1 when there is none. */
  private int heldFrom = -1;

  private int heldTo;

  /** The fields of the value held; null when it is no object. */
  private RecordFields held;

  /** How many more records an earlier reading has given out already. */
  private int skip;

  private int done;

  /** Why the object tried last is no whole record. */
  private RejectReason failure = RejectReason.NOT_JSON;

  UnitReader(EventTimeBounds bounds) {
    flows = new FlowBuilder(bounds);
  }

  RecordFields newFields() {
    return new RecordFields(json);
  }

  void open(LogBlock source, Outlet outlet) {
    block = source;
    bytes = source.bytes();
    out = outlet;
  }

  /** Where the part begins that the last strict reading has not given out. */
  int done() {
    return done;
  }

  /**
   * Reads [from, to) as a sequence of JSON values, giving out records until something is wrong.
   *
   * @param alreadyGiven how many records not to give out, because a shorter reading did
   */
  End strict(int from, int to, int alreadyGiven) {
    skip = alreadyGiven;
    base = from;
    done = from;
    heldFrom = -1;
    try (JsonParser parser = json.createParser(bytes, from, to - from)) {
      values(parser, false);
      return End.GOOD;
    } catch (JsonEOFException e) {
      return End.CUT_OFF;
    } catch (IOException e) {
      return End.DAMAGED;
    }
  }

  /** Reads values up to the end of the array or of the input. */
  private void values(JsonParser parser, boolean wrapped) throws IOException {
    JsonToken token;
    while ((token = parser.nextToken()) != null && token != JsonToken.END_ARRAY) {
      giveHeld();
      int from = base + (int) parser.currentTokenLocation().getByteOffset();
      if (token == JsonToken.START_OBJECT) {
        object(parser, from, wrapped);
      } else if (token == JsonToken.START_ARRAY) {
        done = from + 1;
        values(parser, wrapped);
      } else {
        parser.finishToken();
        hold(parser, from, null);
      }
    }
    giveHeld();
  }

  /**
   * Reads a record, or an envelope with the records in it. An object that has {@code records} is a
   * record all the same when it has properties, or a category and time and no records in it.
   */
  private void object(JsonParser parser, int from, boolean wrapped) throws IOException {
    RecordFields own = wrapped ? fields : outerFields;
    own.clear();
    boolean envelope = false;
    boolean empty = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Field field = own.topField(parser.currentName());
      JsonToken value = parser.nextToken();
      if (field == Field.RECORDS && value == JsonToken.START_ARRAY && !wrapped) {
        envelope = true;
        done = at(parser);
        int opened = done;
        values(parser, true);
        empty &= done == opened;
      } else {
        own.readTop(parser, field);
      }
    }
    if (!envelope || own.hasProperties() || (empty && own.hasCategoryAndTime())) {
      hold(parser, from, own);
    } else {
      done = at(parser);
    }
  }

  private void hold(JsonParser parser, int from, RecordFields object) {
    heldFrom = from;
    heldTo = at(parser);
    held = object;
  }

  private void giveHeld() {
    if (heldFrom >= 0) {
      done = heldTo;
      if (skip > 0) {
        skip--;
      } else {
        give(heldFrom, heldTo, held);
      }
      heldFrom = -1;
    }
  }

  private int at(JsonParser parser) {
    return base + (int) parser.currentLocation().getByteOffset();
  }

  /**
   * Gives out the record of these fields, read off {@code [from, to)}.
   *
   * @return the flow that it is, or null
   */
  Flow give(int from, int to, RecordFields object) {
    if (object == null) {
      out.reject(RejectReason.ENVELOPE, "no JSON object", null, from, to);
      return null;
    }
    RecordResult result = flows.build(object, block.timestampMillis());
    if (result instanceof RecordResult.Parsed parsed) {
      out.flow(parsed.flow());
      return parsed.flow();
    }
    if (result instanceof RecordResult.Other other) {
      out.other(other.category());
    } else if (result instanceof RecordResult.Rejected rejected) {
      out.reject(rejected.reason(), rejected.detail(), FlowBuilder.categoryName(object), from, to);
    }
    return null;
  }

  /**
   * Gives out the whole records of a damaged part, and one dead letter for each damaged stretch
   * between them; at least one dead letter in all. An object counts as whole when it is strict
   * JSON, carries two fields of an envelope, and nothing but a separator follows.
   *
   * <p>Tries an object at every opening brace. A try ends at the first byte that is no JSON, and no
   * byte lies inside more than {@link JsonText#MAX_DEPTH} tries that go on, so the cost stays
   * linear.
   */
  void salvage(int from, int to) {
    int bad = -1;
    RejectReason badReason = RejectReason.NOT_JSON;
    boolean told = false;
    int at = from;
    while (at < to) {
      byte b = bytes[at];
      // An envelope on the way holds more records; its bracket is no damage.
      int opener = b == '{' ? JsonText.envelopeOpener(bytes, at, to) : -1;
      if (opener > 0) {
        told |= bad >= 0 && damaged(badReason, bad, at, told);
        bad = -1;
        at = opener;
        continue;
      }
      if (b == '{') {
        int end = wholeRecord(at, to);
        if (end >= 0 || bad < 0 || DamagedText.opensRecord(bytes, at, to)) {
          told |= bad >= 0 && damaged(badReason, bad, at, told);
          bad = end >= 0 ? -1 : at;
          badReason = failure;
        }
        if (end >= 0) {
          give(at, end, fields);
          at = end;
          continue;
        }
      } else if (bad < 0 && b != ',' && b != '[' && b != ']' && !JsonText.isSpace(b)) {
        bad = at;
        badReason = RejectReason.NOT_JSON;
      }
      at++;
    }
    told |= bad >= 0 && damaged(badReason, bad, to, told);
    if (!told) {
      out.reject(RejectReason.NOT_JSON, "cut off behind this record", null, from, to);
    }
  }

  /** The end of the record that begins there and is whole, or -1; its fields are then read. */
  private int wholeRecord(int from, int to) {
    failure = RejectReason.NOT_JSON;
    int next = JsonText.skipSpace(bytes, from + 1, to);
    if (next >= to || bytes[next] != '"') {
      return -1;
    }
    base = from;
    try (JsonParser parser = json.createParser(bytes, from, to - from)) {
      parser.nextToken();
      fields.clear();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        Field field = fields.topField(parser.currentName());
        parser.nextToken();
        fields.readTop(parser, field);
      }
      int end = at(parser);
      int behind = JsonText.skipSpace(bytes, end, to);
      boolean separated = behind == to || ",]{".indexOf(bytes[behind]) >= 0;
      return separated && fields.looksLikeRecord() ? end : -1;
    } catch (StreamConstraintsException e) {
      failure = RejectReason.TOO_LARGE;
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Tells of a damaged stretch, unless it holds nothing but closing brackets after another one. */
  private boolean damaged(RejectReason reason, int from, int to, boolean told) {
    int end = to;
    while (end > from && (JsonText.isSpace(bytes[end - 1]) || bytes[end - 1] == ',')) {
      end--;
    }
    if (told && DamagedText.isClosingBrackets(bytes, from, end)) {
      return false;
    }
    String detail =
        reason == RejectReason.TOO_LARGE ? "beyond the limits of a record" : "no valid JSON";
    out.reject(reason, detail, DamagedText.category(bytes, from, end), from, end);
    return true;
  }
}
