package io.egresslens.window;

import io.egresslens.classify.FlowClassifier;

/** What the numbers in a pane's rows stand for. */
record PaneNames(NameIds firewalls, NameIds protocols, NameIds rules, FlowClassifier classifier) {}
