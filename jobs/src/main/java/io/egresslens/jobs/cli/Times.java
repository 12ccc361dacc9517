package io.egresslens.jobs.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-01-15T00:00:00Z}, or a day, which means its first instant in UTC. */
final class Times implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + text + "' is no time; write it as 2026-01-15T00:00:00Z, or as a day, 2026-01-15");
    }
  }
}
