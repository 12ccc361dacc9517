package io.egresslens.catalog.imports;

import java.util.List;
import java.util.Locale;

/**
 * Rules of Azure Firewall as their exports have them: Resource Manager templates, what {@code az
 * network firewall policy rule-collection-group list} and {@code show} print, and classic firewalls
 * with their own collections. The document is walked for collections wherever they stand. What
 * allows becomes entries; what denies, translates addresses, or names sets whose members are not in
 * the document stays unread.
 */
final class FirewallRules {
  /** Collections of a classic firewall: the rules in them say no kind of their own. */
  private enum Classic {
    APPLICATION("applicationRuleCollections"),
    NETWORK("networkRuleCollections"),
    NAT("natRuleCollections");

    private final String key;

    Classic(String key) {
      this.key = key;
    }
  }

  private final Imported.Draft draft;
  private final FirewallRule rules;
  private boolean any;

  private FirewallRules(Imported.Draft draft) {
    this.draft = draft;
    this.rules = new FirewallRule(draft);
  }

  static boolean detects(String text) {
    return TreeReader.looksLikeJson(text)
        && (text.contains("\"ruleCollections\"")
            || text.contains("\"applicationRuleCollections\"")
            || text.contains("\"networkRuleCollections\""));
  }

  static Imported read(String text, ImportOptions options) {
    Imported.Draft draft = new Imported.Draft();
    Tree top = TreeReader.json(text, draft);
    if (top != null) {
      FirewallRules reader = new FirewallRules(draft);
      reader.walk(top);
      if (!reader.any) {
        draft.unread(0, "", "no rule collections");
      }
    }
    return draft.finish();
  }

  /** As deep as the document is, which its reader bounds. */
  private void walk(Tree here) {
    here.elements().forEach(this::walk);
    for (String key : here.keys()) {
      Tree value = here.at(key);
      if (key.equals("ruleCollections")) {
        any = true;
        value.elements().forEach(collection -> collection(collection, null));
        continue;
      }
      Classic classic = classic(key);
      if (classic != null) {
        any |= value.isList();
        value.elements().forEach(collection -> collection(collection, classic));
      } else {
        walk(value);
      }
    }
  }

  private void collection(Tree collection, Classic classic) {
    Tree action = collection.property("action");
    String does = (action.isMap() ? action.at("type") : action).text().toLowerCase(Locale.ROOT);
    String name = collection.at("name").text();
    List<Tree> list = collection.property("rules").elements();
    if (list.isEmpty()) {
      draft.unread(collection.line(), name, "the collection has no rules");
    }
    for (Tree rule : list) {
      String kind =
          classic == null
              ? rule.property("ruleType").text().toLowerCase(Locale.ROOT)
              : classic.name().toLowerCase(Locale.ROOT) + "rule";
      String section = name + "/" + rule.at("name").text();
      if (kind.equals("natrule")) {
        draft.unread(
            rule.line(), section, "translates addresses: what comes in, not what goes out");
      } else if (does.equals("deny")) {
        draft.unread(rule.line(), section, "denies: entries of a catalog only add");
      } else if (!does.equals("allow")) {
        draft.unread(rule.line(), section, "the collection says neither Allow nor Deny");
      } else if (kind.equals("applicationrule")) {
        rules.application(rule, section);
      } else if (kind.equals("networkrule")) {
        rules.network(rule, section);
      } else {
        draft.unread(rule.line(), section, "unknown kind of rule");
      }
    }
  }

  private static Classic classic(String key) {
    for (Classic classic : Classic.values()) {
      if (classic.key.equals(key)) {
        return classic;
      }
    }
    return null;
  }
}
