package io.egresslens.jobs.io;

import java.util.List;

/**
 * One request to be made.
 *
 * @param alerts how many alerts are in it
 * @param content what it holds, for the outbox that made it
 */
record Post(byte[] body, String mediaType, int alerts, List<?> content) {}
