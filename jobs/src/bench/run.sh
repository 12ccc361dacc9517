#!/usr/bin/env bash
# The benchmark of the whole pipeline; arguments go to PipelineBenchmark.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
# The launcher first: a build of its own would throw away the classes of the benchmark.
./egresslens --version >&2
mvn -q -B -ntp -P bench -pl jobs -am -DskipTests package
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=java; fi
exec "$java" -cp "jobs/target/test-classes:jobs/target/classes:$(cat jobs/target/bench.classpath)" \
  io.egresslens.jobs.bench.PipelineBenchmark "$@"
