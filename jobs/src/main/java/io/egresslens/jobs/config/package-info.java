/** The configuration of {@code run}: one list of options, read and checked once. */
package io.egresslens.jobs.config;
