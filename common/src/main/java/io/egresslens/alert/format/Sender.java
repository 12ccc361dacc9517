package io.egresslens.alert.format;

import java.io.Serializable;
import java.util.Objects;

/**
 * Who tells of alerts: the same for all that one job tells.
 *
 * @param job its name
 * @param version of this software
 * @param runbooks what stands before the name of a rule in the address of its runbook; null for no
 *     runbooks
 */
public record Sender(String job, String version, String runbooks) implements Serializable {
  public Sender {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(version, "version");
  }
}
