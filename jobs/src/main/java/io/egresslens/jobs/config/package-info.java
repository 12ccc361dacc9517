/**
 * The configuration of {@code run}: one list of options from which reading, documentation and the
 * reference file are made. Imports {@code catalog} (reading YAML) and {@code ingest} of common.
 */
package io.egresslens.jobs.config;
