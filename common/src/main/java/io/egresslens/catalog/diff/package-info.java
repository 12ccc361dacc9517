/**
 * What changes from one catalog to another: entries, and what would be said of destinations that
 * were recorded. Imports {@code flow}, {@code catalog}, {@code classify}, {@code window}.
 */
package io.egresslens.catalog.diff;
