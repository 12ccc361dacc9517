/**
 * From a payload to single records: blocks of bytes, their positions, envelopes, and the reasons
 * for which a record is refused. Imports {@code flow} only.
 */
package io.egresslens.ingest;
