package io.egresslens.jobs.io;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties an outbox in a thread of its own, one request after the other. What fails for now is
 * tried again for as long as it takes, each time as the outbox then has it; what is refused is
 * given up. Both are counted, and said at most once a minute.
 */
final class HttpSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSender.class);
  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(3);

  private final AlertOutbox outbox;
  private final HttpPlace place;
  private final Backoff backoff;
  private final HttpCounts counts;
  private final Thread thread;

  /** Holds something when there may be something to send. */
  private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);

  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Throwable bug;
  private long saidAt = System.nanoTime() - SAY_AGAIN_NANOS;
  private long unsaid;

  HttpSender(AlertOutbox outbox, HttpPlace place, Backoff backoff, HttpCounts counts) {
    this.outbox = outbox;
    this.place = place;
    this.backoff = backoff;
    this.counts = counts;
    this.thread = new Thread(this::run, "alerts to " + place);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Looks at the outbox soon. Never blocks.
   *
   * @throws IllegalStateException when the thread has ended by a bug
   */
  void wake() {
    complain();
    boolean rang = bell.offer(true);
    if (!rang) {
      LOG.trace("the bell rings already");
    }
  }

  /**
   * @throws IllegalStateException when the thread has ended by a bug
   */
  void complain() {
    if (bug != null) {
      throw new IllegalStateException("no more alerts are sent to " + place, bug);
    }
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        Post post = outbox.next(System.currentTimeMillis());
        if (post == null) {
          awaitWork();
        } else {
          send(post);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // Errors too: nobody else would notice that the thread has gone.
      bug = e;
      LOG.error("no more alerts are sent to {}", place, e);
    }
  }

  private void awaitWork() throws InterruptedException {
    long wait = outbox.dueAt() - System.currentTimeMillis();
    // Not for ever: clocks are set.
    Boolean rung = bell.poll(Math.max(1, Math.min(wait, 60_000)), TimeUnit.MILLISECONDS);
    if (rung == null) {
      LOG.trace("looking at the outbox for its time has come");
    }
  }

  private void send(Post post) throws InterruptedException {
    HttpAnswer answer = place.send(post);
    if (answer.isPassing()) {
      Duration wait = backoff.failed(answer.retryAfter());
      counts.retried().inc();
      say("will be tried again", answer);
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("closed while waiting for {}", place);
      }
      return;
    }
    backoff.succeeded();
    if (answer.isTaken()) {
      counts.sent().inc(post.alerts());
    } else {
      counts.givenUp().inc(post.alerts());
      say("were given up", answer);
    }
    outbox.done(post, System.currentTimeMillis());
  }

  private void say(String what, HttpAnswer answer) {
    unsaid++;
    if (System.nanoTime() - saidAt >= SAY_AGAIN_NANOS) {
      LOG.warn("alerts to {} {}: {}; {} such answers", place, what, answer.words(), unsaid);
      saidAt = System.nanoTime();
      unsaid = 0;
    }
  }

  /** Waits until the receiver knows all, or for as long; true when it does. */
  boolean awaitEmpty(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (outbox.waiting() > 0 && System.nanoTime() < end && bug == null) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return outbox.waiting() == 0;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(PATIENCE_AT_THE_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
