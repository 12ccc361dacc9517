package io.egresslens.alert;

import java.io.Serializable;
import java.time.Duration;

/**
 * What the owner of the alerts has said of them.
 *
 * @param pane length of the panes of a {@link io.egresslens.window.Timeline}
 */
public record AlertSettings(Duration pane) implements Serializable {
  /** Without a file. */
  public static final AlertSettings DEFAULT = new AlertSettings(Duration.ofSeconds(10));
}
