using DeepML.Data;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Rows read from one cursor or row, scored together by one pass through the network.</summary>
internal sealed class ScoredBlock : IDisposable
{
    private readonly Scorer _scorer;
    private readonly IReadOnlyList<SizedColumn> _inputs;
    private readonly bool[] _wanted;
    private readonly RowReader[] _readers;
    private readonly ColumnBlock[] _read;
    private readonly bool[] _unanswered;
    private readonly DataViewRow _source;
    private readonly OutputBlock?[] _scored;
    private readonly ScoreRow? _rowPass;
    private readonly int _capacity;
    private readonly YoungGarbage _garbage = new();
    private int? _threads; // known with the first block

    /// <param name="scorer">The fitted network.</param>
    /// <param name="source">Row or cursor that the readers follow.</param>
    /// <param name="wanted">Per output column: whether it is asked for.</param>
    /// <param name="capacity">Rows that fit into the block.</param>
    public ScoredBlock(Scorer scorer, DataViewRow source, bool[] wanted, int capacity)
    {
        _scorer = scorer;
        _inputs = scorer.Inputs;
        _source = source;
        _wanted = wanted;
        _readers = _inputs.Select(input => input.Bind(source)).ToArray();
        _read = _inputs.Select(input => new ColumnBlock(input, capacity, isLent: capacity > 1)).ToArray();
        _unanswered = new bool[capacity];
        _scored = scorer.Outputs.Select((output, i) => wanted[i] ? output.CreateBlock(capacity) : null).ToArray();
        _rowPass = capacity == 1 ? scorer.CreateRowPass?.Invoke() : null;
        _capacity = capacity;
    }

    /// <summary>Whether torch shares none of its operations among threads: the blocks of other cursors use the other cores.</summary>
    public bool OnOneThread { get; init; }

    /// <summary>The row, within the block, whose values the getters hand out.</summary>
    public int Current { get; set; }

    /// <summary>An output's numbers for the current row.</summary>
    /// <typeparam name="T">The element type of the output's blocks.</typeparam>
    public ReadOnlySpan<T> Values<T>(int output)
        where T : unmanaged => ((OutputBlock<T>)_scored[output]!).Row(Current);

    /// <summary>Reads the source's current row into the block.</summary>
    public void Read(int row)
    {
        _unanswered[row] = false;
        for (var i = 0; i < _readers.Length; i++)
            _unanswered[row] |= !_readers[i](_read[i], row) || !_scorer.Scorable.Holds(_inputs[i], _read[i], row, _source.Position);
    }

    /// <summary>Scores the first rows of the block; one that could not be read, or is not scorable, has no answer.</summary>
    public void Score(int rows)
    {
        if (_rowPass is not null)
            _rowPass(_read, _scored); // allocates nothing
        else if (get_num_threads() is > 1 and var threads && Threads(threads) is var wanted && wanted < threads)
            AnswerOnFewer(rows, wanted, threads);
        else
            AnswerBatch(rows);
        for (var row = Array.IndexOf(_unanswered, true, 0, rows); row >= 0; row = Array.IndexOf(_unanswered, true, row + 1, rows - row - 1))
            foreach (var block in _scored)
                block?.Miss(row);
    }

    /// <summary>Gives back what was lent to a block of several rows.</summary>
    public void Dispose()
    {
        if (_capacity == 1)
            return;
        foreach (var block in _read)
            block.Return();
        foreach (var block in _scored)
            block?.Return();
    }

    private int Threads(int available) => OnOneThread ? 1 : _threads ??= _scorer.Threads?.Invoke(_capacity, available) ?? available;

    // Torch's number of threads is the calling thread's own.
    private void AnswerOnFewer(int rows, int wanted, int threads)
    {
        set_num_threads(wanted);
        try
        {
            AnswerBatch(rows);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private void AnswerBatch(int rows)
    {
        _garbage.CollectIfDue(); // of the blocks before
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] inputs = [.. _read.SelectMany(block => block.Tensors(rows, _scorer.Device)).Select(input => input.Tensor)];
        var outputs = _scorer.Score(inputs, _wanted);
        for (var i = 0; i < outputs.Length; i++)
            _scored[i]?.Take(outputs[i]!);
        foreach (var input in inputs)
            input.Dispose();
    }
}
