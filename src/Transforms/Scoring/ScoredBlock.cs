using System.Runtime.InteropServices;
using DeepML.Data;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Rows read from one cursor or row, scored together by one pass through the network.</summary>
internal sealed class ScoredBlock
{
    private readonly Scorer _scorer;
    private readonly IReadOnlyList<InputColumn> _inputs;
    private readonly IReadOnlyList<OutputColumn> _outputs;
    private readonly bool[] _wanted;
    private readonly RowReader[] _readers;
    private readonly float[][] _read;
    private readonly float[]?[] _scored;
    private readonly ScoreRow? _rowPass;

    /// <param name="scorer">The fitted network.</param>
    /// <param name="source">Row or cursor that the readers follow.</param>
    /// <param name="wanted">Per output column: whether it is asked for.</param>
    /// <param name="capacity">Rows that fit into the block.</param>
    public ScoredBlock(Scorer scorer, DataViewRow source, bool[] wanted, int capacity)
    {
        _scorer = scorer;
        _inputs = scorer.Inputs;
        _outputs = scorer.Outputs;
        _wanted = wanted;
        _readers = _inputs.Select(input => input.Bind(source, source.Schema[input.Name])).ToArray();
        _read = _inputs.Select(input => new float[capacity * input.Width]).ToArray();
        _scored = _outputs.Select((output, i) => wanted[i] ? new float[capacity * output.Width] : null).ToArray();
        _rowPass = capacity == 1 ? scorer.CreateRowPass?.Invoke() : null;
    }

    /// <summary>The row, within the block, whose values the getters hand out.</summary>
    public int Current { get; set; }

    /// <summary>An output's numbers for the current row.</summary>
    public ReadOnlySpan<float> Values(int output)
    {
        var width = _outputs[output].Width;
        return _scored[output].AsSpan(Current * width, width);
    }

    /// <summary>Reads the source's current row into the block.</summary>
    public void Read(int row)
    {
        for (var i = 0; i < _readers.Length; i++)
            _readers[i](_read[i].AsSpan(row * _inputs[i].Width, _inputs[i].Width));
    }

    /// <summary>Scores the first rows of the block.</summary>
    public void Score(int rows)
    {
        if (_rowPass is not null)
        {
            _rowPass(_read, _scored);
            return;
        }
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var inputs = new Tensor[_inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = DataViewBatches.ToTensor(_read[i], rows, _inputs[i], _scorer.Device);
        var outputs = _scorer.Score(inputs, _wanted);
        for (var i = 0; i < outputs.Length; i++)
        {
            if (_scored[i] is not { } target)
                continue;
            var values = outputs[i]!.to(ScalarType.Float32).cpu().contiguous();
            MemoryMarshal.Cast<byte, float>(values.bytes).CopyTo(target);
        }
        foreach (var input in inputs)
            input.Dispose();
    }
}
