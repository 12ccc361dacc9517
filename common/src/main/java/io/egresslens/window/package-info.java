/**
 * The pure fold behind a window: partial sums, their merge, and the summary they become. Imports
 * {@code flow}, {@code classify} and {@code match}.
 */
package io.egresslens.window;
