/**
 * The operators of the main job. Each opens its resources, asks {@code common} and routes the
 * answer; none knows an outlet.
 */
package io.egresslens.jobs.flow.operator;
