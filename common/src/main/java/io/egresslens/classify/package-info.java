/**
 * From flow, catalog and cluster to a verdict. Imports {@code flow}, {@code catalog} and {@code
 * match}.
 */
package io.egresslens.classify;
