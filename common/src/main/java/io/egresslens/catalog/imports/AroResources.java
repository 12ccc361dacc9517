package io.egresslens.catalog.imports;

import io.egresslens.catalog.Location;
import io.egresslens.catalog.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sorts the resources of documents by what they are, whichever command printed them: clusters of
 * {@code az aro show} and {@code list}, subnets of {@code az network vnet subnet list} (or of whole
 * virtual networks), and clusters' own resource {@code cluster.aro.openshift.io}. Resource ids are
 * compared without case, as Azure does. Not thread-safe.
 */
final class AroResources {
  /** A resource and the document it stands in. */
  record Resource(String file, Tree tree) {
    Location location() {
      return new Location(file, tree.line());
    }
  }

  private final Map<String, Resource> clusters = new LinkedHashMap<>();
  private final Map<String, Resource> subnets = new LinkedHashMap<>();
  private final Map<String, Resource> own = new LinkedHashMap<>();
  private final Problems notes;

  /**
   * @param notes for resources that are nothing of this
   */
  AroResources(Problems notes) {
    this.notes = notes;
  }

  /** Of {@code az}, by resource id. */
  Map<String, Resource> clusters() {
    return clusters;
  }

  /** By resource id. */
  Map<String, Resource> subnets() {
    return subnets;
  }

  /** The clusters' own resources, by the resource id they name. */
  Map<String, Resource> own() {
    return own;
  }

  /** Takes in a document. */
  void add(String file, Tree top) {
    add(new Resource(file, top));
  }

  /** Lists of lists are as deep as the document's reader lets them be. */
  private void add(Resource resource) {
    Tree tree = resource.tree();
    if (tree.isList()) {
      each(resource, tree.elements());
    } else if (tree.at("kind").text().endsWith("List") || isPage(tree)) {
      each(resource, (tree.at("items").isList() ? tree.at("items") : tree.at("value")).elements());
    } else if (tree.at("apiVersion").text().startsWith("aro.openshift.io/")) {
      put(own, tree.at("spec", "resourceId"), resource, "the cluster's own resource");
    } else if (tree.property("masterProfile").isMap()) {
      put(clusters, tree.at("id"), resource, "the cluster");
    } else if (tree.property("subnets").isList()) {
      each(resource, tree.property("subnets").elements());
    } else if (key(tree.at("id")).contains("/subnets/")) {
      put(subnets, tree.at("id"), resource, "the subnet");
    } else {
      notes.add(
          resource.location(),
          "is no ARO cluster, no subnet, and no resource of cluster.aro.openshift.io");
    }
  }

  private static boolean isPage(Tree tree) {
    return tree.at("value").isList() && !tree.at("id").isPresent();
  }

  private void each(Resource of, List<Tree> elements) {
    elements.forEach(element -> add(new Resource(of.file(), element)));
  }

  private void put(Map<String, Resource> kind, Tree id, Resource resource, String what) {
    String key = key(id);
    if (key.isEmpty()) {
      notes.add(resource.location(), what + " has no resource id");
      return;
    }
    Resource first = kind.putIfAbsent(key, resource);
    if (first != null) {
      notes.add(resource.location(), what + " stands already at " + first.location());
    }
  }

  /** The form in which resource ids are compared; empty when there is none. */
  static String key(Tree id) {
    return id.text().toLowerCase(Locale.ROOT).replaceAll("/+$", "");
  }
}
