package io.egresslens.jobs.cli;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Problem;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.imports.AroInventory;
import io.egresslens.catalog.imports.ClusterFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The part of {@code catalog import} that makes an inventory of what az and the clusters say. */
final class AroImport {
  /** No list of clusters and subnets comes near. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  @Option(
      names = "--aro",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Make a cluster inventory, not a catalog: output of az aro show or list, and the clusters'"
              + " own resources (oc get cluster.aro.openshift.io cluster -o yaml), which alone know"
              + " egress lockdown.")
  private List<String> resources = List.of();

  @Option(
      names = "--subnets",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Output of az network vnet subnet list, for the clusters' source ranges.")
  private List<String> subnets = List.of();

  /** Whether the command line asks for an inventory. */
  boolean isAsked() {
    return !resources.isEmpty() || !subnets.isEmpty();
  }

  /**
   * Writes the inventory. What is missing goes to standard error; over an older inventory the
   * difference is shown first, on standard output.
   *
   * @param output a new file; null for standard output
   * @param into the older inventory, which is written over; null for none
   * @param dryRun shows the difference only
   * @return {@link Main#FOUND} when something of a cluster is missing, or a dry run differs
   */
  int run(CommandSpec spec, Path output, Path into, boolean dryRun) throws IOException {
    if (resources.isEmpty()) {
      throw new UserError("--subnets needs --aro: the clusters that are in them");
    }
    if (output != null && Files.exists(output)) {
      throw new UserError(output + " is there already: --into writes into it");
    }
    AroInventory.Found found = found();
    String name = into == null ? "clusters.yaml" : into.toString();
    String older = into == null ? ClusterFile.EMPTY : read(into.toString());
    ClusterFile.Written written =
        ClusterFile.write(name, older, CatalogLoader.load(List.of()), found.clusters());
    PrintWriter err = spec.commandLine().getErr();
    print(err, found.notes());
    print(err, written.notes());
    if (found.clusters().isEmpty()) {
      throw new UserError("no ARO cluster is in the documents");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (into != null) {
      written.differences().stream().map(TerminalText::oneLine).forEach(out::println);
      out.flush();
    } else if (output == null) {
      out.print(written.text());
    }
    boolean differs = !written.text().equals(older);
    if (output != null) {
      WholeFile.write(output, written.text());
    } else if (into != null && differs && !dryRun) {
      WholeFile.write(into, written.text());
    }
    err.printf("%d clusters found%n", found.clusters().size());
    boolean missing =
        !written.notes().isEmpty() || found.clusters().stream().anyMatch(c -> !c.complete());
    return missing || (dryRun && differs) ? Main.FOUND : Main.FINE;
  }

  private AroInventory.Found found() throws IOException {
    Map<String, String> documents = new LinkedHashMap<>();
    List<String> files = new ArrayList<>(resources);
    files.addAll(subnets);
    for (String file : files) {
      if (!documents.containsKey(file)) {
        documents.put(file, read(file));
      }
    }
    Problems problems = new Problems();
    AroInventory.Found found = AroInventory.read(documents, problems);
    problems.throwIfAny();
    return found;
  }

  private static void print(PrintWriter err, List<Problem> notes) {
    notes.forEach(note -> err.println(TerminalText.oneLine(note.toString())));
  }

  private static String read(String file) throws IOException {
    byte[] content;
    if (file.equals("-")) {
      content = System.in.readNBytes(MAX_BYTES + 1);
    } else {
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        content = in.readNBytes(MAX_BYTES + 1);
      }
    }
    if (content.length > MAX_BYTES) {
      throw new UserError(file + " is larger than " + MAX_BYTES + " bytes");
    }
    try {
      // Strictly: what cannot be read must not come back changed in the new file.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UserError(file + " is not UTF-8 text", e);
    }
  }
}
