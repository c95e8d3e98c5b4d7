using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// The pass of one row through a small dense network, in managed vector code: for a single row the way into torch and back
/// costs more than the arithmetic. Equal to torch's within rounding (1e-6).
/// </summary>
internal sealed class DensePass
{
    // Past this many weights the arithmetic outweighs the way into torch.
    private const long MostWeights = 1 << 18;

    private readonly DenseLayer[] _layers;
    private readonly ColumnScales? _scales;

    private DensePass(DenseLayer[] layers, ColumnScales? scales) => (_layers, _scales) = (layers, scales);

    /// <summary>Numbers in the answer.</summary>
    public int OutputSize => _layers[^1].Outputs;

    /// <summary>Length of each of the two buffers that <see cref="Run"/> needs.</summary>
    public int BufferSize => Math.Max(_layers.Max(layer => layer.Outputs), _scales?.Centres.Length ?? 0);

    /// <summary>
    /// Copies a network's weights; null if it is too large, reads sparse rows or tables, or has a function this class does not know.
    /// </summary>
    public static DensePass? Of(MultilayerPerceptronArchitecture architecture, MultilayerPerceptronNetwork network)
    {
        if (architecture.ReadsSparse || architecture.Table is not null || !DenseLayer.Knows(architecture.HiddenActivation)
            || network.parameters().Sum(p => p.numel()) > MostWeights)
            return null;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var parts = network.Parts;
        return new DensePass([.. parts.Select((part, i) => DenseLayer.Of(
            part, i == parts.Count - 1 ? Activation.Identity : architecture.HiddenActivation, architecture.ActivationSlope))], network.Scaling?.Scales);
    }

    /// <summary>Computes the answer to a row.</summary>
    /// <param name="input">The row.</param>
    /// <param name="first">A buffer of <see cref="BufferSize"/> numbers.</param>
    /// <param name="second">Another one.</param>
    /// <returns>The answer: a part of one of the buffers.</returns>
    public Span<float> Run(ReadOnlySpan<float> input, float[] first, float[] second)
    {
        var (from, into) = (second, first);
        if (_scales is not null)
        {
            _scales.Apply(input, from);
            input = from.AsSpan(0, input.Length);
        }
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].Run(i == 0 ? input : from.AsSpan(0, _layers[i - 1].Outputs), into);
            (from, into) = (into, from);
        }
        return from.AsSpan(0, OutputSize);
    }
}
