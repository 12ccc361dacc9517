package io.egresslens.window;

/** What the numbers in a pane's rows stand for. */
record PaneNames(NameIds firewalls, NameIds protocols, NameIds rules, String catalogVersion) {}
