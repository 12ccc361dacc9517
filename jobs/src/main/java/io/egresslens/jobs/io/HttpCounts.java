package io.egresslens.jobs.io;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the sender of alerts counts.
 *
 * @param sent alerts that the receiver took, each time that it did
 * @param retried requests that were made once more
 * @param givenUp alerts that the receiver refused
 * @param crowdedOut alerts that were given up for want of room
 */
record HttpCounts(Counter sent, Counter retried, Counter givenUp, Counter crowdedOut) {
  static HttpCounts of(MetricGroup group) {
    return new HttpCounts(
        group.counter("alertsSent"),
        group.counter("postsRetried"),
        group.counter("alertsGivenUp"),
        group.counter("alertsCrowdedOut"));
  }
}
