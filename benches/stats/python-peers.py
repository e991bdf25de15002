"""The peers that live in Python, run by python-peers.mjs: one JSON message a line in, one out.

`{"load": TASK, "input": …}` hands a task its input; each `{"run": true}` does the work once. Every answer says how much
CPU time the process has used and how much memory it had at most, so that the harness can count them like its own.
"""

import json
import resource
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")


def holt_winters_fits(series):
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    def run():
        errors = []
        for values in series:
            model = ExponentialSmoothing(
                values, trend="add", seasonal="add", seasonal_periods=7, initialization_method="estimated"
            )
            errors.append(model.fit().sse)
        return errors

    return run


def automatic_ets(series):
    from statsforecast.models import AutoETS

    def run():
        return [AutoETS(season_length=7).fit(values).model_["aicc"] for values in series]

    return run


def stl(series, robust):
    from statsmodels.tsa.seasonal import STL

    def run():
        return [STL(values, period=12, robust=robust).fit().trend.tolist() for values in series]

    return run


TASKS = {
    "holt_winters_fits": holt_winters_fits,
    "automatic_ets": automatic_ets,
    "stl": lambda series: stl(series, robust=False),
    "robust_stl": lambda series: stl(series, robust=True),
}

run = None
for line in sys.stdin:
    message = json.loads(line)
    result = None
    if "load" in message:
        run = TASKS[message["load"]]([np.array(values) for values in message["input"]])
    else:
        result = run()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    answer = {
        "result": result,
        "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
        "peakMb": usage.ru_maxrss / 1024,
    }
    print(json.dumps(answer), flush=True)
