"""How many examples a test gets: a fixed number of the same ones, or SAMESOCK_PYTHON_EXAMPLES times as many random ones."""
import os

from hypothesis import HealthCheck, Phase, settings

FACTOR = float(os.environ.get("SAMESOCK_PYTHON_EXAMPLES") or 1)


def examples(count):
    return settings(max_examples=max(1, int(count * FACTOR)), derandomize=FACTOR == 1, database=None, deadline=None,
                    suppress_health_check=list(HealthCheck), print_blob=FACTOR != 1, report_multiple_bugs=True,
                    phases=(Phase.explicit, Phase.generate, Phase.shrink))
