/**
 * The normal form of what the firewall said: flows, their enums, addresses. Imports nothing of
 * ours.
 */
package io.egresslens.flow;
