/**
 * The endpoint catalog and the cluster inventory: model, loader, problems. Imports {@code flow}.
 */
package io.egresslens.catalog;
