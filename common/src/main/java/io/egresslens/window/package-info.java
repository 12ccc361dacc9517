/**
 * The pure fold behind a window: partial sums, their merge, and the summary they become. Imports
 * {@code flow}, {@code ingest} and {@code classify}.
 */
package io.egresslens.window;
