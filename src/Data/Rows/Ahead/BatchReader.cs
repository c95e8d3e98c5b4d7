using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace DeepML.Data;

/// <summary>Makes batches on a thread of its own, one or two ahead of the one who uses them, in their order.</summary>
internal sealed class BatchReader : IDisposable
{
    private readonly BlockingCollection<TensorBatch> _made = new(boundedCapacity: 1);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    /// <param name="batches">Makes them; runs on the thread and opens no dispose scope around what it hands over.</param>
    public BatchReader(IEnumerable<TensorBatch> batches)
    {
        _thread = new Thread(() => Run(batches)) { IsBackground = true, Name = "DeepML batch reader" };
        _thread.Start();
    }

    /// <summary>Waits for the next batch, which is the caller's; null at the end.</summary>
    /// <exception cref="Exception">Whatever making the batches has thrown, behind those that were made before.</exception>
    public TensorBatch? Next()
    {
        if (_made.TryTake(out var batch, Timeout.Infinite))
            return batch;
        _failure?.Throw();
        return null;
    }

    /// <summary>Stops the making, waits until the thread has ended, and disposes what nobody has taken.</summary>
    public void Dispose()
    {
        _stopped.Cancel();
        _thread.Join();
        while (_made.TryTake(out var left))
            left.Dispose();
        _made.Dispose();
        _stopped.Dispose();
    }

    private void Run(IEnumerable<TensorBatch> batches)
    {
        TensorBatch? made = null;
        try
        {
            foreach (var batch in batches)
            {
                made = batch;
                _made.Add(batch, _stopped.Token);
                made = null;
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            made?.Dispose(); // the consumer has left early
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _made.CompleteAdding();
        }
    }
}
