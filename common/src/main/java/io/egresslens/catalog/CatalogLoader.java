package io.egresslens.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads catalogs: the shipped ones by name, a user's by path. The default set is always loaded; a
 * user's file adds to it or, with {@code replaces: [aro]}, stands for a shipped one.
 *
 * <p>A name that is shipped means the shipped file; for a file of that name write {@code ./aro}.
 */
public final class CatalogLoader {
  /** Loaded unless replaced. */
  public static final List<String> DEFAULT_SET =
      List.of("aro", "aro-additions", "azure-monitor", "platform");

  /** Shipped too, and loaded when named. */
  public static final List<String> BY_NAME = List.of("openshift", "azure-arc", "aks");

  private static final Map<String, String> SHIPPED =
      Stream.of(DEFAULT_SET, BY_NAME)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(name -> name, name -> name));

  private CatalogLoader() {}

  /**
   * Reads the default set and what is named beyond it.
   *
   * @param namesOrPaths shipped names and paths of files; empty for the default set alone
   * @throws InvalidConfigException with every problem of every file
   */
  public static Catalog load(List<String> namesOrPaths) {
    Problems problems = new Problems();
    Catalog catalog = load(namesOrPaths, problems);
    problems.throwIfAny();
    return catalog;
  }

  /**
   * The same for a caller who has more to check before giving up.
   *
   * @return the catalog of all entries that are fine; of use only while there is no problem
   */
  public static Catalog load(List<String> namesOrPaths, Problems problems) {
    return load(namesOrPaths, path -> YamlDocument.content(path, problems), problems);
  }

  /**
   * The same with texts from elsewhere.
   *
   * @param contents the bytes of what is no shipped name; null after it reported a problem
   */
  static Catalog load(
      List<String> namesOrPaths, Function<String, byte[]> contents, Problems problems) {
    Set<String> shipped = new LinkedHashSet<>(DEFAULT_SET);
    List<CatalogFile> own = new ArrayList<>();
    for (String nameOrPath : new LinkedHashSet<>(namesOrPaths)) {
      if (SHIPPED.containsKey(nameOrPath)) {
        shipped.add(nameOrPath);
        continue;
      }
      byte[] content = contents.apply(nameOrPath);
      CatalogFile file =
          content == null ? null : CatalogFile.read(nameOrPath, content, SHIPPED, problems);
      if (file != null) {
        own.add(file);
      }
    }
    return load(shipped, own, problems);
  }

  /**
   * The default set and one user's file whose content is not in a file, or not yet.
   *
   * @param file its name in problems
   * @return as above
   */
  public static Catalog parse(String file, byte[] content, Problems problems) {
    CatalogFile own = CatalogFile.read(file, content, SHIPPED, problems);
    return load(new LinkedHashSet<>(DEFAULT_SET), own == null ? List.of() : List.of(own), problems);
  }

  private static Catalog load(Set<String> shipped, List<CatalogFile> own, Problems problems) {
    for (CatalogFile file : own) {
      file.replaces.forEach(shipped::remove);
    }
    CatalogDraft draft = new CatalogDraft(problems);
    shipped.forEach(name -> draft.add(shipped(name, problems)));
    own.forEach(draft::add);
    return draft.finish();
  }

  private static CatalogFile shipped(String name, Problems problems) {
    String file = name + ".yaml";
    try (InputStream content = CatalogLoader.class.getResourceAsStream(file)) {
      return CatalogFile.read(file, content.readAllBytes(), SHIPPED, problems);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
