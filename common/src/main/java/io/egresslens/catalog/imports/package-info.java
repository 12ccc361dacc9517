/**
 * Published documents and feeds into catalog files: readers (one row of {@link
 * io.egresslens.catalog.imports.DocumentFormats} each), the table of what a section means, the
 * writer, and the merge over an older file; and what Azure says of clusters into an inventory. Text
 * in, text out: nothing here opens a file. Imports the catalog's model and what that imports.
 */
package io.egresslens.catalog.imports;
