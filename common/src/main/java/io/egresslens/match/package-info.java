/**
 * Which catalog entries a destination hits, and which of them wins. Imports {@code flow} and {@code
 * catalog}.
 */
package io.egresslens.match;
