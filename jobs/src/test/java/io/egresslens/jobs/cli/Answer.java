package io.egresslens.jobs.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command line said.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
record Answer(int status, String out, String err) {
  /** Runs a command line in this process. */
  static Answer of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Answer(status, out.toString(), err.toString());
  }
}
