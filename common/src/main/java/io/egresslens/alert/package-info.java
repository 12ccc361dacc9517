/**
 * Alerts: from what was observed to findings with a life. Pure functions of event time; who moves
 * the data is elsewhere.
 */
package io.egresslens.alert;
