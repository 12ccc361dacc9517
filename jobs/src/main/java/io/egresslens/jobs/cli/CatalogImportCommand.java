package io.egresslens.jobs.cli;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.Problem;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.imports.CatalogMerge;
import io.egresslens.catalog.imports.CatalogYaml;
import io.egresslens.catalog.imports.DocumentFormat;
import io.egresslens.catalog.imports.DocumentFormats;
import io.egresslens.catalog.imports.ImportOptions;
import io.egresslens.catalog.imports.ImportPlan;
import io.egresslens.catalog.imports.Imported;
import io.egresslens.catalog.imports.OlderCatalog;
import io.egresslens.catalog.imports.Remark;
import io.egresslens.catalog.imports.SectionMeanings;
import io.egresslens.catalog.imports.ServiceTags;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published documents into catalog files. */
@Command(
    name = "import",
    description = {
      "Reads a published document and writes catalog YAML, or merges it into an older file.",
      "Lines that cannot be read are listed with the reason; nothing is guessed silently.",
      "Exit 0: all was read. 2: lines were left unread (the rest is written all the same), or"
          + " --dry-run found a difference."
    },
    mixinStandardHelpOptions = true)
final class CatalogImportCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DOCUMENT",
      description = "The file; - for standard input.")
  private String path;

  @Mixin private AroImport aro;

  @Option(
      names = "--tag",
      paramLabel = "NAME",
      arity = "1..*",
      description = "Of Azure's service tags take these only; all if not given.")
  private List<String> tags = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}; without it the document's marks decide.",
      completionCandidates = Formats.class)
  private String format;

  @Option(
      names = "--document",
      paramLabel = "NAME",
      description = "What sources call the document; its file name if not given.")
  private String document;

  @Option(names = "--include-comments", description = "Read comments like the document's text.")
  private boolean includeComments;

  @Option(
      names = "--attribute",
      paramLabel = "NAME[=VALUE]",
      description = "Set an attribute of AsciiDoc: shows parts that depend on it.")
  private List<String> attributes = List.of();

  @Option(
      names = "--ports",
      paramLabel = "PROTOCOL:PORT",
      arity = "1..*",
      description = "Ports of destinations for which the document names none.")
  private List<String> ports = List.of();

  @Option(
      names = "--group",
      paramLabel = "[SECTION=]GROUP",
      description = "The group of a section's entries, or of all others.")
  private List<String> groups = List.of();

  @Option(
      names = "--level",
      paramLabel = "[SECTION=]LEVEL",
      description = "The same for levels. Unread are entries whose level nobody says.")
  private List<String> levels = List.of();

  @Option(names = "--cloud", paramLabel = "CLOUD", description = "The clouds of all entries.")
  private List<String> clouds = List.of();

  @Option(
      names = "--id-prefix",
      paramLabel = "PREFIX",
      description = "What new ids start with; else as in the older file, or the document's name.")
  private String idPrefix;

  @Option(
      names = "--replaces",
      paramLabel = "NAME",
      description = "Shipped catalogs that the new file stands for.")
  private List<String> replaces = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A new file; standard output if not given.")
  private Path output;

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description =
          "Merge into this older file: the difference is shown first; ids, groups, levels and all"
              + " that was written by hand stay.")
  private Path into;

  @Option(
      names = "--gone",
      paramLabel = "keep|end=DATE|drop",
      description =
          "What becomes of older entries that the document no longer has (keep). While lines are"
              + " unread they are kept.")
  private String gone = "keep";

  @Option(names = "--dry-run", description = "Show the difference only.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    if (into == null && (dryRun || !gone.equals("keep"))) {
      throw new UserError("--dry-run and --gone belong to --into FILE");
    }
    if (into != null && (output != null || !replaces.isEmpty())) {
      throw new UserError("--into FILE writes that file: no --output, no --replaces");
    }
    if (aro.isAsked()) {
      return inventory();
    }
    if (path == null) {
      throw new UserError("import needs a DOCUMENT, or --aro FILE for an inventory of clusters");
    }
    CatalogMerge.Gone fate = ImportArguments.gone(gone);
    String name = name();
    Imported imported = imported();
    SectionMeanings meanings =
        new SectionMeanings(
            ImportArguments.bySection("--group", groups, ImportArguments::group),
            ImportArguments.bySection("--level", levels, ImportArguments::level),
            ImportArguments.ofAll("--group", groups, ImportArguments::group),
            ImportArguments.ofAll("--level", levels, ImportArguments::level),
            clouds());
    List<String> unknown = meanings.unknown(imported);
    if (!unknown.isEmpty()) {
      throw new UserError("the document has no section '" + unknown.get(0) + "'");
    }
    OlderCatalog older =
        into == null ? null : OlderCatalog.parse(into.toString(), Files.readAllBytes(into));
    ImportPlan plan =
        ImportPlan.of(
            imported, name, meanings, CatalogLoader.load(List.of()).sharedSuffixes(), older);
    boolean differs = older == null ? fresh(plan, name) : merged(plan, name, older, fate);
    report(plan, name);
    return !plan.unread().isEmpty() || (dryRun && differs) ? Main.FOUND : Main.FINE;
  }

  private int inventory() throws IOException {
    if (path != null) {
      throw new UserError("--aro makes an inventory of clusters: no DOCUMENT beside it");
    }
    return aro.run(spec, output, into, dryRun);
  }

  private boolean fresh(ImportPlan plan, String name) throws IOException {
    Set<String> taken = new LinkedHashSet<>();
    List<String> ids = CatalogMerge.ids(plan.entries(), prefix(null, name), taken);
    String text = CatalogYaml.file(name, plan, ids, replaces);
    loads(text, output == null ? "the new file" : output.toString());
    if (output == null) {
      spec.commandLine().getOut().print(text);
    } else if (Files.exists(output)) {
      throw new UserError(output + " is there already: --into merges into it");
    } else {
      WholeFile.write(output, text);
    }
    return true;
  }

  private boolean merged(ImportPlan plan, String name, OlderCatalog older, CatalogMerge.Gone fate)
      throws IOException {
    CatalogMerge merge;
    boolean sure = plan.unread().isEmpty();
    if (!sure && !fate.equals(CatalogMerge.Gone.KEEP)) {
      err().println("note: lines are not read, so what seems gone is kept");
    }
    try {
      merge =
          CatalogMerge.of(
              older, plan, name, prefix(older, name), sure ? fate : CatalogMerge.Gone.KEEP);
    } catch (IllegalArgumentException e) {
      throw new UserError(into + ": " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (CatalogMerge.Change change : merge.changes()) {
      String line =
          String.format(
              "%-8s %s %s  %s", change.kind(), change.id(), change.match(), change.detail());
      out.println(TerminalText.oneLine(line));
    }
    merge.notes().forEach(note -> err().println(TerminalText.oneLine("note: " + note)));
    err().printf("%d differences%n", merge.changes().size());
    loads(merge.text(), into.toString());
    if (!dryRun && !merge.text().equals(older.text())) {
      WholeFile.write(into, merge.text());
    }
    return !merge.changes().isEmpty();
  }

  /** Says when the file does not go with the default set; that it is right was checked before. */
  private void loads(String text, String file) {
    Problems problems = new Problems();
    CatalogLoader.parse(file, text.getBytes(StandardCharsets.UTF_8), problems);
    List<Problem> found = problems.list();
    if (!found.isEmpty()) {
      err()
          .println(
              TerminalText.oneLine(
                  "note: it does not load beside the default set ("
                      + found.size()
                      + " problems); the first: "
                      + found.get(0)
                      + " ('replaces' lets a file stand for a shipped one)"));
    }
  }

  private void report(ImportPlan plan, String name) {
    plan.notes().forEach(note -> line(name, note, "note"));
    plan.unread().forEach(unread -> line(name, unread, "not read"));
    err()
        .printf(
            "%d entries, %d shared suffixes, %d address sets; %d notes, %d lines not read%n",
            plan.entries().size(),
            plan.sharedSuffixes().size(),
            plan.addressSets().size(),
            plan.notes().size(),
            plan.unread().size());
  }

  private void line(String name, Remark remark, String what) {
    String text = remark.text();
    String shown = text.length() > 120 ? text.substring(0, 120) + " ..." : text;
    err()
        .println(
            TerminalText.oneLine(
                name + ":" + remark.line() + ": " + what + ": " + shown + ": " + remark.reason()));
  }

  private Imported imported() throws IOException {
    byte[] content =
        path.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(path));
    String text = new String(content, StandardCharsets.UTF_8);
    String whole = text.startsWith("\ufeff") ? text.substring(1) : text;
    DocumentFormat kind =
        format == null ? DocumentFormats.detect(fileName(), whole) : DocumentFormats.named(format);
    if (kind == null) {
      throw new UserError(
          (format == null ? "the document has the marks of no format" : "no format " + format)
              + ": --format "
              + DocumentFormats.ALL.stream()
                  .map(DocumentFormat::label)
                  .collect(Collectors.joining(" | ")));
    }
    return ServiceTags.only(kind.reader().read(whole, options()), tags);
  }

  private ImportOptions options() {
    Map<String, String> named = new LinkedHashMap<>();
    for (String attribute : attributes) {
      String[] parts = attribute.split("=", 2);
      named.put(parts[0], parts.length == 1 ? "" : parts[1]);
    }
    return new ImportOptions(
        includeComments,
        ports.stream().map(text -> ImportArguments.read("--ports", text, PortSpec::parse)).toList(),
        named);
  }

  private Set<Cloud> clouds() {
    return clouds.stream().map(ImportArguments::cloud).collect(Collectors.toSet());
  }

  private String prefix(OlderCatalog older, String name) {
    String prefix = idPrefix != null || older == null ? idPrefix : older.idPrefix();
    return ImportArguments.prefix(prefix, name);
  }

  private String name() {
    if (document == null && path.equals("-")) {
      throw new UserError("standard input has no name: --document NAME");
    }
    return document == null ? fileName() : document;
  }

  private String fileName() {
    Path file = path.equals("-") ? null : Path.of(path).getFileName();
    return file == null ? "" : file.toString();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The labels, for the help. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return DocumentFormats.ALL.stream().map(DocumentFormat::label).iterator();
    }
  }
}
