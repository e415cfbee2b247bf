"""The same documents, made by the workers of a Dask cluster and put out by this process.

What they are made of goes to each worker once, as a bundle; a worker whose program, libraries or
fonts are others would make other bytes, and is refused. A document is asked for by what it is
about, and comes back as the bytes of its files. Workers that get lost or lag are Dask's business.
"""

import hashlib
import os
import re
import shutil
import signal
import threading
import traceback
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import requires, version
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import cast

import distributed

from reportgen.base.codes import Code
from reportgen.base.packages import zipped
from reportgen.base.problems import ConfigurationError, ReportgenError
from reportgen.base.workers import LostError, Stopped
from reportgen.desk.production import MadeFiles, Order, make_files, put_out
from reportgen.desk.products import Engine, Manner, Results
from reportgen.desk.standing import changed, digest_of, inputs_in, program_files
from reportgen.layout.loading import PROFILES
from reportgen.reports.jobs import Job, Subject, Templates, open_templates
from reportgen.reports.kinds import document_of, find_kind
from reportgen.schedule.manifests import checksum, tools
from reportgen.sources.workspace import open_workspace
from reportgen.store import Trace
from reportgen.workshop import Workshop, font_files, make_workshops
from reportgen.writers.formats import PDF, Format

_Made = MadeFiles | ReportgenError
_PATIENCE_SECONDS = 10
# as many are asked for at once; results that wait to be put out fill the workers' memory
_AHEAD = 1000
_WRITING = 8
# those of the system that decide bytes; the version that is loaded ends the name of its file
_LIBRARY = re.compile(r"/(libpango(?:ft2)?-1\.0|libharfbuzz(?:-subset)?|libz)\.so\.(\S+)\n")
_ONE_AT_A_TIME = threading.Lock()  # however many threads a worker has
# as they were when this was loaded: what is installed under a running worker, it doesn't have
_NEEDED = re.findall(r"(?m)^([\w.-]+)(?!.*extra ==)", "\n".join(requires("reportgen") or ()))
_PROGRAM = {
    **tools(),
    **{name: version(name) for name in _NEEDED},
    "程序": digest_of([*map(checksum, program_files())]),
}


class Bundle(distributed.WorkerPlugin):
    """All that a request's documents are made of, named by its digest; each worker opens it once."""

    def __init__(self, content: bytes, order: Order, run: str) -> None:
        # another run may have the same one, and end first
        self.name = f"{hashlib.sha256(content).hexdigest()}-{run}"
        self._content, self._profiles = content, tuple(order.workshops)
        self._means = _means(order.templates.workspace.root, order.workshops)
        self.opened: tuple[Templates, Mapping[str, Workshop]] | None = None

    def setup(self, worker: distributed.Worker) -> None:
        """Unpack it on a worker; raises ConfigurationError where that would make other bytes."""
        folder = Path(worker.local_directory, self.name)
        with zipfile.ZipFile(BytesIO(self._content)) as package:
            package.extractall(folder)
        templates = open_templates(open_workspace(folder))
        workshops = make_workshops(folder, self._profiles, templates.environment)
        ours, theirs = self._means, _means(folder, workshops)
        if differing := changed(ours, theirs):
            said = "；".join(
                f"{name}（本机 {ours.get(name, '没有')[:16]}，那里 {theirs.get(name, '没有')[:16]}）"
                for name in differing
            )
            message = f"工作机 {worker.address} 与本机不同：{said}"
            raise ConfigurationError([Code.MACHINE_DIFFERS.problem(message)])
        self.opened = templates, workshops

    def teardown(self, worker: distributed.Worker) -> None:
        """Leave nothing of it on the worker."""
        shutil.rmtree(Path(worker.local_directory, self.name), ignore_errors=True)


def on_cluster(scheduler: str) -> Engine:
    """Return the engine that has documents made by the workers of a scheduler.

    It raises ConfigurationError for a cluster that can't be reached, has no workers or differs.
    """

    def engine(order: Order, manner: Manner) -> Results:
        if order.jobs:
            with _client(scheduler) as client, _bundled(client, order) as bundle:
                yield from _put_out(client, bundle, order.jobs, manner)

    return engine


def _client(scheduler: str) -> distributed.Client:
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE_SECONDS)
        client.wait_for_workers(1, timeout=_PATIENCE_SECONDS)
    except (OSError, ValueError) as error:
        raise _unusable(f"连不上调度器 {scheduler}，或它没有工作机") from error
    except TypeError as error:  # what Dask makes of tls:// without a certificate
        raise _unusable(f"连 {scheduler} 要用证书，Dask 的配置里没有") from error
    return client


@contextmanager
def _bundled(client: distributed.Client, order: Order) -> Iterator[str]:
    """Give all workers, also those that come later, what the documents are made of."""
    root = order.templates.workspace.root
    content = zipped((name, path.read_bytes()) for name, path in inputs_in(root).items())
    bundle = Bundle(content, order, client.id)
    try:
        try:
            client.register_plugin(bundle)
        except (ImportError, AttributeError) as error:
            message = f"有的工作机没有装 reportgen，或装的是别的版本：{error}"
            raise ConfigurationError([Code.MACHINE_DIFFERS.problem(message)]) from error
        yield bundle.name
    finally:
        with suppress(OSError):
            client.unregister_worker_plugin(bundle.name)


def _put_out(
    client: distributed.Client, bundle: str, jobs: Sequence[tuple[Job, str]], manner: Manner
) -> Results:
    """Ask for all documents, and put out those that are done; a few at a time, for disks are slow."""

    def asked(number: int) -> distributed.Future[_Made]:
        job, profile = jobs[number]
        said = (bundle, job.kind, job.subject, profile, manner.formats, manner.limits.seconds)
        return client.submit(_make_there, *said, key=(bundle, number), retries=1, pure=False)

    def put(future: distributed.Future[_Made]) -> tuple[int, Trace | Stopped]:
        _, number = cast(tuple[str, int], future.key)
        made = _answer(future)
        if not isinstance(made, MadeFiles):
            return number, made
        try:
            return number, put_out(made, jobs[number][0].kind, manner.folder)
        except ReportgenError as error:
            return number, error.alone()

    waiting = iter(range(len(jobs)))
    done = distributed.as_completed([*map(asked, islice(waiting, _AHEAD))])
    with ThreadPoolExecutor(_WRITING) as writers:
        for batch in done.batches():
            done.update([*map(asked, islice(waiting, len(batch)))])
            yield from writers.map(put, batch)


def _answer(future: distributed.Future[_Made]) -> _Made | LostError:
    if future.status == "cancelled":
        raise _unusable("与调度器的连接断了；做好的都在，再运行就接着做")
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, distributed.KilledWorker):
        return LostError("做这一份的几个子进程先后意外退出")
    story = "".join(traceback.format_exception(error))
    return LostError(f"程序内部错误：{type(error).__name__}: {error}", story)


def _make_there(
    name: str, kind: str, subject: Subject, profile: str, formats: Sequence[Format], seconds: float
) -> _Made:
    """Make one document on a worker."""
    worker = distributed.get_worker()
    bundle = worker.plugins[name]
    assert isinstance(bundle, Bundle)
    if bundle.opened is None:  # it came later, and differs; its log says in what
        worker.loop.add_callback(worker.close, reason=Code.MACHINE_DIFFERS.title)
        raise distributed.Reschedule
    templates, workshops = bundle.opened
    with _ONE_AT_A_TIME:
        # what takes too long ends this process; its nanny starts another one
        watch = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
        watch.start()
        try:
            job = document_of(templates, find_kind(templates.heads, kind), subject)
            return make_files(workshops[profile], job, formats)
        except ReportgenError as error:
            return error.alone()
        finally:
            watch.cancel()


def _means(root: Path, workshops: Mapping[str, Workshop]) -> dict[str, str]:
    """Return what else decides how documents come out, by what it is called."""
    next(iter(workshops.values())).show_fonts()  # before Pango is loaded
    import_module(PDF.module)
    return {
        **_PROGRAM,
        "LibreOffice": shutil.which("soffice") or "没有",
        **dict(_LIBRARY.findall(Path("/proc/self/maps").read_text("utf-8"))),
        **{f"字体 {file.name}": checksum(file) for file in font_files(workshops)},
        **{f"版式 {name}": checksum(root / PROFILES / f"{name}.yaml") for name in workshops},
    }


def _unusable(message: str) -> ConfigurationError:
    return ConfigurationError([Code.CLUSTER_UNUSABLE.problem(message)])
