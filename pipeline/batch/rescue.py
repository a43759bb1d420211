"""A chunk whose worker died → the records that kill workers, and the outcomes of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.batch.engines import Engine, WorkerLost
from pipeline.batch.errors import EngineGone
from pipeline.batch.recipe import Recipe
from pipeline.batch.work import Outcome, Task, probe_chunk, problem


def run_alone(
    engine: Engine, recipe: Recipe, tasks: Sequence[Task], work: Callable[..., Any], *before: object
) -> tuple[Outcome, ...]:
    """Run a suspected chunk with nothing else running, and put records that kill workers aside.

    Args:
        engine: The engine, with nothing in flight.
        recipe: What the work is done with.
        tasks: The chunk.
        work: `check_chunk` or `issue_chunk`.
        before: What `work` takes between recipe and tasks.

    Returns:
        One outcome a task, in order.

    Raises:
        EngineGone: Workers die without a record, too: no record is to blame then.
    """
    killers: set[str] = set()
    for _ in range(engine.trials + len(tasks)):
        healthy = [task for task in tasks if task.key not in killers]
        try:
            outcomes = {o.key: o for o in _result(engine, work, recipe, *before, healthy)} if healthy else {}
        except WorkerLost:
            engine.renew()
            if not _survives(engine, recipe, (), trials=engine.trials):
                raise EngineGone(engine.name, "工作进程一启动就异常退出") from None
            killers |= _killers(engine, recipe, healthy)
            continue
        return tuple(outcomes.get(task.key) or _quarantined(task) for task in tasks)
    return tuple(_quarantined(task) for task in tasks)


def _killers(engine: Engine, recipe: Recipe, tasks: Sequence[Task]) -> set[str]:
    """Bisect the tasks down to those whose worker dies even when they run alone."""
    if _survives(engine, recipe, tasks, trials=engine.trials if len(tasks) == 1 else 1):
        return set()
    if len(tasks) == 1:
        return {tasks[0].key}
    middle = len(tasks) // 2
    return _killers(engine, recipe, tasks[:middle]) | _killers(engine, recipe, tasks[middle:])


def _survives(engine: Engine, recipe: Recipe, tasks: Sequence[Task], *, trials: int) -> bool:
    for _ in range(trials):
        try:
            _result(engine, probe_chunk, recipe, tasks)
        except WorkerLost:
            engine.renew()
        else:
            return True
    return False


def _result(engine: Engine, work: Callable[..., Any], *args: object) -> Any:
    return engine.result(engine.submit(work, *args))


def _quarantined(task: Task) -> Outcome:
    hint = "请单独检查这条数据和模板；改正后再运行一次"
    return Outcome(key=task.key, problems=(problem("BAT004", "处理这条数据时工作进程异常退出", hint=hint),))
