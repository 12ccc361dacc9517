/**
 * From one record's bytes to a flow or a reason: structured fields and legacy text. Imports {@code
 * flow} and {@code ingest}.
 */
package io.egresslens.parse;
