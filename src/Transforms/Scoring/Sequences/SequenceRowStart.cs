using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>The numbers that stand for each step of a sequence: scaled ones, or what has been learned of a key.</summary>
internal sealed class SequenceRowStart
{
    private readonly float[]? _embedding; // (keys and the missing one, numbers)
    private readonly ColumnScales? _scales;

    public SequenceRowStart(SequenceEncoderArchitecture architecture, ColumnScales? scales, NamedNumbers weights)
    {
        _scales = scales;
        if (architecture.KeyCount > 0)
            _embedding = weights["encoder.embedding.weight"];
        Width = architecture.KeyCount > 0 ? architecture.EmbeddingSize : architecture.StepSize;
    }

    /// <summary>Numbers per step.</summary>
    public int Width { get; }

    /// <summary>Reads the first row of a block.</summary>
    /// <param name="block">The sequences.</param>
    /// <param name="time">Steps, at least 1.</param>
    /// <param name="steps">Receives (time, width).</param>
    public void Run(ColumnBlock block, int time, Span<float> steps)
    {
        if (_embedding is not null)
        {
            var keys = block.Row<int>(0);
            for (var t = 0; t < time; t++)
                _embedding.AsSpan(keys[t] * Width, Width).CopyTo(steps[(t * Width)..]);
            return;
        }
        var numbers = block.Row<float>(0);
        var length = (int)block.Lengths[0];
        numbers[..(time * Width)].CopyTo(steps);
        for (var t = 0; _scales is not null && t < length; t++) // what stands behind the end stays 0
            _scales.Apply(numbers.Slice(t * Width, Width), steps.Slice(t * Width, Width));
    }
}
