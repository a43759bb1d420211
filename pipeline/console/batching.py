"""Job → a batch run before the eyes of a person: progress, summary, and what to do after Ctrl-C."""

from __future__ import annotations

from pipeline.batch import Job, Progress, Summary, run_batch, try_batch
from pipeline.batch.counting import count_records
from pipeline.console.printing import print_findings, print_json, say
from pipeline.console.progress import progress_line
from pipeline.writers.parsed import diagnostic_json


def run(job: Job, *, dry_run: bool, as_json: bool) -> bool:
    """Run or try a batch, and return whether records were refused.

    Raises:
        KeyboardInterrupt: Ctrl-C; how to go on has been said.
        PipelineError: See `run_batch`.
    """
    total = count_records(job.source, job.name)
    total = min(total, job.limit) if total is not None and job.limit else total
    latest: list[Progress] = []
    try:
        with progress_line(total, as_json=as_json) as report:

            def told(progress: Progress) -> None:
                latest[:] = [progress]
                report(progress)

            summary = try_batch(job, told) if dry_run else run_batch(job, told)
    except KeyboardInterrupt:
        _say_how_to_go_on(latest[-1] if latest else Progress(), dry_run=dry_run)
        raise
    if as_json:
        print_json(_summary(summary, dry_run=dry_run))
    print_findings(summary.diagnostics)
    (_say_tried if dry_run else _say_done)(summary)
    return bool(summary.progress.rejected)


def _say_how_to_go_on(progress: Progress, *, dry_run: bool) -> None:
    if dry_run:
        say(f"试运行已停止，检查了 {progress.done} 条；没有出具任何合同。")
        return
    say(f"已停止：出具 {progress.issued} 份，被拒 {progress.rejected} 条。已出具的都已登记，没有半成品。")
    say("再次执行同一条命令，即从中断处继续。")


def _summary(summary: Summary, *, dry_run: bool) -> dict[str, object]:
    done = summary.progress
    return {
        "dry_run": dry_run,
        "issued": 0 if dry_run else done.issued,
        "valid": done.issued + done.skipped,
        "rejected": done.rejected,
        "skipped": done.skipped,
        "seconds": round(done.seconds, 3),
        "per_second": round(done.done / done.seconds, 1) if done.seconds else None,
        "rejected_file": str(summary.rejected) if summary.rejected else None,
        "register": summary.register or None,
        "diagnostics": [diagnostic_json(found) for found in summary.diagnostics],
    }


def _say_done(summary: Summary) -> None:
    done = summary.progress
    _say_none(done)
    counts = f"出具 {done.issued} 份，被拒 {done.rejected} 条，此前已有 {done.skipped} 份"
    say(f"{counts}，用时 {done.seconds:.1f} 秒{_rate(done)}。")
    say(f"台账：{summary.register}")
    _say_rejected(summary)


def _say_tried(summary: Summary) -> None:
    done = summary.progress
    _say_none(done)
    say(f"试运行：可以出具 {done.issued} 份，会被拒 {done.rejected} 条，用时 {done.seconds:.1f} 秒{_rate(done)}。")
    say("没有出具合同，也没有登记。")
    _say_rejected(summary)


def _say_none(done: Progress) -> None:
    if not done.done:
        say("数据里没有一条记录，请确认填写后已保存。")


def _say_rejected(summary: Summary) -> None:
    if summary.rejected:
        say(f"被拒的数据连同原因写在 {summary.rejected}，改正后对该文件再执行一次。")


def _rate(progress: Progress) -> str:
    return f"（每秒 {progress.done / progress.seconds:.0f} 条）" if progress.seconds >= 1 else ""
