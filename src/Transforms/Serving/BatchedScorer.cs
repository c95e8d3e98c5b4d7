using System.Diagnostics;
using System.Threading.Channels;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// Scores rows that come one by one, from any number of threads, together: a row waits a moment for others, and one pass answers all. For
/// services, where a <c>PredictionEngine</c> would serve one caller at a time.
/// </summary>
/// <typeparam name="TSrc">A row that comes in: the columns of the model's input, by name.</typeparam>
/// <typeparam name="TDst">An answer: the columns that are wanted, by name.</typeparam>
/// <remarks>
/// A row that cannot be scored fails by itself; the others of its batch are answered. The meter "DeepML.Scoring" counts rows and errors
/// and measures batches and latencies. The model is the caller's: it must live as long as the scorer, or until it was replaced and the
/// answers that were under way have come.
/// </remarks>
public sealed class BatchedScorer<TSrc, TDst> : IAsyncDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly MLContext _ml;
    private readonly BatchedScorerOptions _options;
    private readonly Channel<Request> _requests;
    private readonly Task _work;
    private volatile ITransformer _model;
    private Task<bool>? _more; // of the one task that reads

    /// <summary>Starts scoring.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="model">The model; its transformers must map row to row.</param>
    /// <param name="options">How rows are gathered; null for the defaults.</param>
    /// <exception cref="ArgumentException">The model does not map row to row, or does not fit the two types.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of its range.</exception>
    public BatchedScorer(MLContext ml, ITransformer model, BatchedScorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new BatchedScorerOptions();
        _options.Validate();
        _ml = ml;
        _model = model;
        Check(model);
        _requests = Channel.CreateBounded<Request>(new BoundedChannelOptions(_options.Capacity) { SingleReader = true });
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Scores a row.</summary>
    /// <param name="row">The row; it must not change until it is answered.</param>
    /// <param name="cancellation">Ends the waiting; the row may be scored all the same.</param>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    public async Task<TDst> ScoreAsync(TSrc row, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        var request = new Request(row, Stopwatch.GetTimestamp());
        try
        {
            await _requests.Writer.WriteAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(GetType().FullName);
        }
        return await request.Answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Scores with another model from the next batch on.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The model that was used so far; batches that have begun still use it.</returns>
    /// <exception cref="ArgumentException">The model does not map row to row, or does not fit the two types.</exception>
    public ITransformer Replace(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(model);
        return Interlocked.Exchange(ref _model, model);
    }

    /// <summary>Answers what has come so far, and no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _work.ConfigureAwait(false);
    }

    // One row less or more in the types is told now, and not by the first caller.
    private void Check(ITransformer model)
    {
        if (!model.IsRowToRowMapper)
            throw new ArgumentException("The model does not map row to row: its answers could not be told apart.", nameof(model));
        try
        {
            _ = Answers(model, []);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new ArgumentException(
                $"The model does not lead from {typeof(TSrc).Name} to {typeof(TDst).Name}: {e.Message}", nameof(model), e);
        }
    }

    private async Task WorkAsync()
    {
        var batch = new List<Request>(_options.MaximumRows);
        while (await MoreAsync().ConfigureAwait(false))
        {
            _more = null;
            await GatherAsync(batch).ConfigureAwait(false);
            Score(batch);
            batch.Clear();
        }
    }

    private async Task GatherAsync(List<Request> batch)
    {
        Take(batch);
        while (batch.Count < _options.MaximumRows)
        {
            var left = _options.MaximumWait - Stopwatch.GetElapsedTime(batch[0].Arrived);
            var more = MoreAsync();
            if (left > TimeSpan.Zero && !more.IsCompleted)
                await Task.WhenAny(more, Task.Delay(left)).ConfigureAwait(false);
            if (!more.IsCompletedSuccessfully || !await more.ConfigureAwait(false))
                return; // the time is over, or there will be no more
            _more = null;
            Take(batch);
        }
    }

    // Asked once until it is answered: a batch that has waited long enough leaves the question to the next.
    private Task<bool> MoreAsync() => _more ??= _requests.Reader.WaitToReadAsync().AsTask();

    private void Take(List<Request> batch)
    {
        while (batch.Count < _options.MaximumRows && _requests.Reader.TryRead(out var request))
            batch.Add(request);
    }

    private void Score(List<Request> batch)
    {
        ScoringMetrics.BatchRows.Record(batch.Count);
        TDst[] answers;
        try
        {
            answers = Answers(_model, batch.ConvertAll(request => request.Row));
        }
        catch (Exception e) when (batch.Count == 1)
        {
            ScoringMetrics.Errors.Add(1);
            batch[0].Answer.SetException(e);
            return;
        }
        catch (Exception)
        {
            foreach (var request in batch) // one of them is at fault, and the others are not
                Score([request]);
            return;
        }
        ScoringMetrics.Rows.Add(batch.Count);
        foreach (var (request, answer) in batch.Zip(answers))
        {
            ScoringMetrics.Latency.Record(Stopwatch.GetElapsedTime(request.Arrived).TotalMilliseconds);
            request.Answer.SetResult(answer);
        }
    }

    private TDst[] Answers(ITransformer model, IEnumerable<TSrc> rows) =>
        [.. _ml.Data.CreateEnumerable<TDst>(model.Transform(_ml.Data.LoadFromEnumerable(rows)), reuseRowObject: false)];

    // Whoever waits goes on elsewhere, and not on the thread that scores.
    private sealed record Request(TSrc Row, long Arrived)
    {
        public TaskCompletionSource<TDst> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
