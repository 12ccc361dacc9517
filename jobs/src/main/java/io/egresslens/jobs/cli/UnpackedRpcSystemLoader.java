package io.egresslens.jobs.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.classloading.SubmoduleClassLoader;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.RpcSystemLoader;
import org.apache.flink.runtime.rpc.exceptions.RpcLoaderException;

/**
 * Takes the engine's messaging from where the build unpacked it. The engine's own loader unpacks it
 * on every start, 24 MB into the folder for temporary files, and leaves it there when the process
 * ends before the engine has: a third of a second, and in time a full disk. Where nothing is
 * unpacked, as on a cluster, the engine's own is asked next.
 */
public final class UnpackedRpcSystemLoader implements RpcSystemLoader {
  /** System property: the unpacked jar; set by the launcher. */
  private static final String JAR = "egresslens.rpc.jar";

  /** The lowest is asked first; the engine's own says 0. */
  @Override
  public int getLoadPriority() {
    return -1;
  }

  @Override
  public RpcSystem loadRpcSystem(Configuration config) {
    String jar = System.getProperty(JAR);
    if (jar == null || !Files.isReadable(Path.of(jar))) {
      throw new RpcLoaderException("not unpacked: " + jar);
    }
    try {
      URL[] classes = {Path.of(jar).toUri().toURL()};
      ClassLoader loader = new SubmoduleClassLoader(classes, RpcSystem.class.getClassLoader());
      return ServiceLoader.load(RpcSystem.class, loader).iterator().next();
    } catch (MalformedURLException e) {
      throw new RpcLoaderException(e);
    }
  }
}
