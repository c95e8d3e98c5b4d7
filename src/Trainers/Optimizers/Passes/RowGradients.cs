using System.Runtime.InteropServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// The gradients of one wide parameter that reach some of its rows only, as those of a layer that reads sparse rows: the optimizer then
/// moves these rows and remembers these, and the others stay as they are ("lazy": their momentum and their decay wait until a batch meets
/// them).
/// </summary>
/// <param name="parameter">The parameter, (rows, width), its numbers in the processor's memory.</param>
/// <param name="memory">What the optimizer remembers.</param>
/// <param name="place">The parameter's place among those remembered.</param>
internal sealed class RowGradients(Tensor parameter, OptimizerMemory memory, int place) : IPartGradients
{
    private readonly int[] _places = new int[parameter.size(0)]; // of a row among those reached, from 1; 0 for the others
    private readonly int _width = (int)parameter.size(1);
    private int[] _rows = [];
    private float[] _weights = [];
    private float[] _states = [];

    /// <summary>Rows that the step in progress reaches.</summary>
    public int Count { get; private set; }

    /// <summary>Those rows.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Sums up what each row is given.</summary>
    /// <param name="gradient">Sparse, (rows, width), the same row as often as it likes.</param>
    /// <returns>(<see cref="Count"/>, width), in the order of <see cref="Rows"/>.</returns>
    public Tensor Gather(Tensor gradient)
    {
        using var places = gradient.SparseIndices;
        using var values = gradient.SparseValues;
        using var inOrder = values.contiguous();
        var given = MemoryMarshal.Cast<byte, long>(places.bytes);
        var numbers = inOrder.numel() == 0 ? [] : GradientPass.Floats(inOrder);
        Number(given);
        var sums = zeros([Count, _width], dtype: ScalarType.Float32);
        if (Count > 0)
        {
            var into = GradientPass.Floats(sums);
            for (var i = 0; i < given.Length; i++)
            {
                var row = into.Slice((_places[given[i]] - 1) * _width, _width);
                GradientPass.Add(row, numbers.Slice(i * _width, _width));
            }
        }
        foreach (var row in Rows)
            _places[row] = 0;
        return sums;
    }

    /// <summary>The weights of those rows.</summary>
    /// <returns>(<see cref="Count"/>, width).</returns>
    public Tensor Weights()
    {
        using var index = tensor(Rows.ToArray());
        return parameter.index_select(0, index);
    }

    /// <inheritdoc/>
    public void Move(OptimizerRule rule, Tensor gradients, double rate, long step)
    {
        if (Count == 0)
            return;
        var kinds = memory.Kinds;
        var states = memory.Span(place);
        var numbers = Count * _width;
        var all = GradientPass.Floats(parameter);
        var (packed, stride) = ((int)ElementPass.Padded(numbers), states.Length / Math.Max(1, kinds));
        if (_weights.Length < packed)
            (_weights, _states) = (new float[packed], new float[packed * kinds]);
        var weights = _weights.AsSpan(0, numbers);
        var remembered = _states.AsSpan(0, packed * kinds);
        Copy(all, weights, gathers: true);
        for (var kind = 0; kind < kinds; kind++)
            Copy(states.Slice(kind * stride, stride), remembered.Slice(kind * packed, numbers), gathers: true);
        rule.Move(weights, GradientPass.Floats(gradients), remembered, rate, step);
        Copy(all, weights, gathers: false);
        for (var kind = 0; kind < kinds; kind++)
            Copy(states.Slice(kind * stride, stride), remembered.Slice(kind * packed, numbers), gathers: false);
    }

    private void Number(ReadOnlySpan<long> given)
    {
        if (_rows.Length < given.Length)
            _rows = new int[Math.Min(given.Length * 2L, Math.Max(given.Length, _places.Length))];
        Count = 0;
        foreach (var row in given)
        {
            if (_places[row] != 0)
                continue;
            _rows[Count++] = (int)row;
            _places[row] = Count;
        }
    }

    private void Copy(Span<float> all, Span<float> some, bool gathers)
    {
        for (var i = 0; i < Count; i++)
        {
            var row = all.Slice(_rows[i] * _width, _width);
            var packed = some.Slice(i * _width, _width);
            if (gathers)
                row.CopyTo(packed);
            else
                packed.CopyTo(row);
        }
    }
}
