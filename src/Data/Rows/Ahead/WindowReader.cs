using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace DeepML.Data;

/// <summary>Fills windows of rows on a thread of its own, ahead of the one who uses them.</summary>
internal sealed class WindowReader : IDisposable
{
    private readonly BlockingCollection<ColumnBlock[]> _free = [];
    private readonly BlockingCollection<(ColumnBlock[] Values, int Rows)> _filled = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    /// <param name="read">Enumerates filled windows, taking the arrays of each from the function it is given.</param>
    /// <param name="windows">The arrays to fill, at least two sets.</param>
    public WindowReader(
        Func<Func<ColumnBlock[]>, CancellationToken, IEnumerable<(ColumnBlock[] Values, int Rows)>> read,
        IEnumerable<ColumnBlock[]> windows)
    {
        foreach (var window in windows)
            _free.Add(window);
        _thread = new Thread(() => Run(read)) { IsBackground = true, Name = "DeepML row reader" };
        _thread.Start();
    }

    /// <summary>Waits for the next filled window; null at the end of the data.</summary>
    /// <exception cref="Exception">Whatever reading the data has thrown.</exception>
    public (ColumnBlock[] Values, int Rows)? Next()
    {
        if (_filled.TryTake(out var window, Timeout.Infinite))
            return window;
        _failure?.Throw();
        return null;
    }

    /// <summary>Gives a window's arrays back, to be filled again.</summary>
    public void Release(ColumnBlock[] window) => _free.Add(window);

    /// <summary>Stops the reading, wherever it is, and waits until the source's cursor is closed.</summary>
    public void Dispose()
    {
        _stopped.Cancel();
        _thread.Join();
        _free.Dispose();
        _filled.Dispose();
        _stopped.Dispose();
    }

    private void Run(Func<Func<ColumnBlock[]>, CancellationToken, IEnumerable<(ColumnBlock[] Values, int Rows)>> read)
    {
        try
        {
            foreach (var window in read(() => _free.Take(_stopped.Token), _stopped.Token))
                _filled.Add(window, _stopped.Token);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // the consumer has left early
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _filled.CompleteAdding();
        }
    }
}
