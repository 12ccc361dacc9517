package io.egresslens.alert;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import java.util.Objects;

/** Flows of which the same was said and with which the same was done. */
public record Lane(Expectation expectation, Action action) {
  public Lane {
    Objects.requireNonNull(expectation, "expectation");
    Objects.requireNonNull(action, "action");
  }
}
