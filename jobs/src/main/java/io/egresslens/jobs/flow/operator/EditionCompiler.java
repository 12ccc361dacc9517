package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.jobs.flow.wire.EditionPart;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.operators.MailboxExecutor;

/**
 * Makes classifiers of editions in a thread of its own, so that the task goes on judging by the old
 * one meanwhile, and hands them over in the task's thread. At most one is in the making and one is
 * waiting: the latest wins, and an edition that was overtaken is never handed over. The methods are
 * for the task's thread.
 */
final class EditionCompiler implements AutoCloseable {
  private final MailboxExecutor mailbox;
  private final BiConsumer<FlowClassifier, Long> done;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "egresslens-catalog");
            made.setDaemon(true);
            return made;
          });

  private boolean busy;

  /** What is to be made next; null when nothing waits. */
  private List<EditionPart> waiting;

  /**
   * @param mailbox of the task
   * @param done takes the classifier and its generation, in the task's thread
   */
  EditionCompiler(MailboxExecutor mailbox, BiConsumer<FlowClassifier, Long> done) {
    this.mailbox = mailbox;
    this.done = done;
  }

  /** Has this edition compiled; it was checked, so that it fails is a bug and ends the task. */
  void compile(List<EditionPart> parts) {
    waiting = parts;
    if (!busy) {
      start();
    }
  }

  private void start() {
    List<EditionPart> parts = waiting;
    waiting = null;
    busy = true;
    thread.execute(() -> make(parts));
  }

  private void make(List<EditionPart> parts) {
    try {
      CatalogEdition edition = EditionPart.join(parts);
      FlowClassifier made = FlowClassifier.shared(edition.image().catalog(), edition.inventory());
      toTask(() -> handOver(made, edition.generation()));
    } catch (RuntimeException | Error e) {
      toTask(
          () -> {
            throw new IllegalStateException("an edition that was checked cannot be compiled", e);
          });
    }
  }

  private void toTask(Runnable action) {
    try {
      mailbox.execute(action::run, "a compiled catalog");
    } catch (RejectedExecutionException e) {
      // The task has ended; nobody judges any more.
    }
  }

  private void handOver(FlowClassifier made, long generation) {
    busy = false;
    if (waiting == null) {
      done.accept(made, generation);
    } else {
      start();
    }
  }

  /** Waits for nothing: a compilation that is under way ends by itself, and is not handed over. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
