/**
 * Changes of alerts in the words of others: one table says where each of our fields stands in each
 * format and by which word. Pure functions; who sends the bytes is elsewhere.
 */
package io.egresslens.alert.format;
