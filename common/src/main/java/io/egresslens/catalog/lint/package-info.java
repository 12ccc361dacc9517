/**
 * Checks of catalogs and inventories: rules as rows of one table, findings, and their forms for
 * people and machines. What the loader refuses is found here too, in the loader's own words.
 * Imports {@code flow}, {@code catalog}, {@code match}, {@code classify}, {@code window}.
 */
package io.egresslens.catalog.lint;
