using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Runs the cursors of a set on worker threads and merges them in order; splits one cursor into several.
internal static class ParallelCursors
{
    private const int BatchSize = 64;
    private const int QueuedBatches = 16;

    /// One cursor over the set of the view; false when its columns cannot be copied.
    public static bool TryConsolidate(IHost host, IDataView view, bool[] active, Random rand, out DataViewRowCursor cursor)
    {
        cursor = null;
        var threads = Math.Max(2, Environment.ProcessorCount - 1);
        if (!BlockLayout.CanCopy(view.Schema, active))
            return false;
        var inputs = view.GetRowCursorSet(view.Schema.Where(active), threads, rand);
        cursor = inputs.Length == 1 ? inputs[0] : new Consolidated(host, new BlockLayout(view.Schema, active), inputs);
        return true;
    }

    /// Cursors that share the rows of the input, or the input alone when its columns cannot be copied.
    public static DataViewRowCursor[] Split(IHost host, DataViewRowCursor input, int n)
    {
        var active = input.Schema.Select(input.IsColumnActive).ToArray();
        if (n < 2 || !BlockLayout.CanCopy(input.Schema, active))
            return [input];
        var source = new SplitSource(host, new BlockLayout(input.Schema, active), input, n);
        return Enumerable.Range(0, n).Select(_ => (DataViewRowCursor)new SplitCursor(host, source)).ToArray();
    }

    private static Exception WorkerFailed(IExceptionContext ctx, Exception inner) =>
        ctx.Except(inner, "Splitter/consolidator worker: an exception occurred while reading the source data");

    /// Rows that go from one thread to another, in the order of their batch numbers.
    private sealed class Batch
    {
        public Batch(ValueBlock[] blocks) => Blocks = blocks;

        public ValueBlock[] Blocks { get; }

        public int Count { get; set; }

        public long Number { get; set; }
    }

    /// A bounded queue of batches from one writer thread; ends with the writer's exception if it had one.
    private sealed class BatchQueue : IDisposable
    {
        private readonly BlockingCollection<Batch> _filled;
        private readonly ConcurrentBag<Batch> _empty = [];
        private readonly BlockLayout _layout;
        private volatile Exception _failure;

        public BatchQueue(BlockLayout layout, int capacity)
        {
            _layout = layout;
            _filled = new BlockingCollection<Batch>(capacity);
        }

        public Batch NewBatch() => _empty.TryTake(out var batch) ? batch : new Batch(_layout.NewBlocks(BatchSize));

        public void Return(Batch batch) => _empty.Add(batch);

        public void Add(Batch batch, CancellationToken stop) => _filled.Add(batch, stop);

        public void Complete(Exception failure)
        {
            _failure = failure;
            _filled.CompleteAdding();
        }

        /// The next batch, or null at the end.
        public Batch Take(IExceptionContext ctx, CancellationToken stop)
        {
            if (_filled.TryTake(out var batch, Timeout.Infinite, stop))
                return batch;
            return _failure is null ? null : throw WorkerFailed(ctx, _failure);
        }

        public void Dispose() => _filled.Dispose();
    }

    private static Thread StartWorker(string name, Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    /// Reads the cursor to its end in batches.
    private static void Pump(BlockLayout layout, DataViewRowCursor input, BatchQueue queue, bool numberBatches, CancellationToken stop)
    {
        Exception failure = null;
        try
        {
            var batch = queue.NewBatch();
            var fillers = layout.FillersOf(input, batch.Blocks);
            batch.Count = 0;
            long next = 0;
            while (!stop.IsCancellationRequested && input.MoveNext())
            {
                if (batch.Count == BatchSize || batch.Count > 0 && !numberBatches && input.Batch != batch.Number)
                {
                    queue.Add(batch, stop);
                    batch = queue.NewBatch();
                    batch.Count = 0;
                }
                if (batch.Count == 0)
                    batch.Number = numberBatches ? next++ : input.Batch;
                for (var i = 0; i < fillers.Length; i++)
                    fillers[i](batch.Blocks[i], batch.Count);
                batch.Count++;
            }
            if (batch.Count > 0)
                queue.Add(batch, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader has gone; nobody waits for the rest.
        }
        catch (Exception e)
        {
            failure = e;
        }
        queue.Complete(failure);
    }

    private sealed class Consolidated : BlockCursor
    {
        private readonly DataViewRowCursor[] _inputs;
        private readonly BatchQueue[] _queues;
        private readonly Batch[] _heads;
        private readonly CancellationTokenSource _stop = new();
        private readonly BlockLayout _layout;
        private Thread[] _workers;
        private Batch _batch;
        private int _from = -1;

        public Consolidated(IHost host, BlockLayout layout, DataViewRowCursor[] inputs) : base(host, layout)
        {
            _layout = layout;
            _inputs = inputs;
            _queues = Array.ConvertAll(inputs, _ => new BatchQueue(layout, QueuedBatches));
            _heads = new Batch[inputs.Length];
        }

        protected override bool MoveNextCore()
        {
            if (_workers is null)
                Start();
            if (_batch is not null && ++CurrentSlot < _batch.Count)
                return true;
            return NextBatch();
        }

        private void Start()
        {
            _workers = new Thread[_inputs.Length];
            for (var i = 0; i < _workers.Length; i++)
            {
                var (input, queue) = (_inputs[i], _queues[i]);
                _workers[i] = StartWorker("Data cursor", () => Pump(_layout, input, queue, false, _stop.Token));
            }
            for (var i = 0; i < _heads.Length; i++)
                _heads[i] = _queues[i].Take(Ctx, _stop.Token);
        }

        private bool NextBatch()
        {
            if (_batch is not null)
            {
                _queues[_from].Return(_batch);
                _heads[_from] = _queues[_from].Take(Ctx, _stop.Token);
            }
            _from = -1;
            for (var i = 0; i < _heads.Length; i++)
                if (_heads[i] is not null && (_from < 0 || _heads[i].Number < _heads[_from].Number))
                    _from = i;
            if (_from < 0)
                return false;
            _batch = _heads[_from];
            Current = _batch.Blocks;
            CurrentSlot = 0;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _stop.Cancel();
            // A worker that waits for its source goes on until the source's next batch.
            if (_workers is not null)
                foreach (var worker in _workers)
                    worker?.Join();
            foreach (var input in _inputs)
                input.Dispose();
            foreach (var queue in _queues)
                queue.Dispose();
            _stop.Dispose();
        }
    }

    /// One cursor whose rows several others take, batch by batch.
    private sealed class SplitSource
    {
        private readonly IHost _host;
        private readonly DataViewRowCursor _input;
        private readonly CancellationTokenSource _stop = new();
        private readonly object _gate = new();
        private Thread _worker;
        private int _users;

        public SplitSource(IHost host, BlockLayout layout, DataViewRowCursor input, int users)
        {
            _host = host;
            Layout = layout;
            _input = input;
            _users = users;
            Queue = new BatchQueue(layout, QueuedBatches);
        }

        public BlockLayout Layout { get; }

        public BatchQueue Queue { get; }

        public Batch Take()
        {
            lock (_gate)
                _worker ??= StartWorker("Data splitter", () => Pump(Layout, _input, Queue, true, _stop.Token));
            return Queue.Take(_host, _stop.Token);
        }

        public void Release()
        {
            lock (_gate)
                if (--_users > 0)
                    return;
            _stop.Cancel();
            _worker?.Join();
            _input.Dispose();
            Queue.Dispose();
            _stop.Dispose();
        }
    }

    private sealed class SplitCursor : BlockCursor
    {
        private readonly SplitSource _source;
        private Batch _batch;

        public SplitCursor(IHost host, SplitSource source) : base(host, source.Layout) => _source = source;

        public override long Batch => _batch?.Number ?? 0;

        protected override bool MoveNextCore()
        {
            if (_batch is not null)
            {
                if (++CurrentSlot < _batch.Count)
                    return true;
                _source.Queue.Return(_batch);
            }
            _batch = _source.Take();
            if (_batch is null)
                return false;
            Current = _batch.Blocks;
            CurrentSlot = 0;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _source.Release();
        }
    }
}
