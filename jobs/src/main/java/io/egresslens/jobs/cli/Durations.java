package io.egresslens.jobs.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d} on the command line. */
final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return io.egresslens.flow.Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
