"""Reading on many machines: dask.distributed carries the files' names out and the reports back.

:class:`gipaudit.cluster.reading.Cluster` is its door. On a worker machine a task hands its batch to a process of its
own (:mod:`gipaudit.cluster.host`), which reads as an audit on that machine would: a document that crashes a loader,
hangs or fills the memory costs its own outcome and neither the dask worker nor the rest of the batch.
"""
