using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The pass of one row through a small dense network.</summary>
internal sealed class DensePass : IRowPass
{
    // Past this many weights the arithmetic outweighs the way into torch.
    private const long MostWeights = 1 << 18;

    private readonly DensePassLayer[] _layers;
    private readonly ColumnScales? _scales;

    private DensePass(DensePassLayer[] layers, ColumnScales? scales) => (_layers, _scales) = (layers, scales);

    /// <inheritdoc/>
    public int OutputSize => _layers[^1].Outputs;

    /// <inheritdoc/>
    public int BufferSize => Math.Max(_layers.Max(layer => ColumnWeights.Padded(layer.Outputs)), _scales?.Centres.Length ?? 0);

    /// <summary>
    /// Copies a network's weights; null if it is too large, reads sparse rows or tables, or has a function this class does not know.
    /// </summary>
    public static DensePass? Of(MultilayerPerceptronArchitecture architecture, MultilayerPerceptronNetwork network)
    {
        if (!IsOf(architecture, network.parameters().Sum(p => p.numel())))
            return null;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var parts = network.Parts;
        return new DensePass([.. parts.Select((part, i) => DensePassLayer.Of(
            part, i == parts.Count - 1 ? Activation.Identity : architecture.HiddenActivation, architecture.ActivationSlope))],
                network.Scaling?.Scales);
    }

    /// <summary>The pass of layers without batch normalization.</summary>
    /// <param name="layers">From the input inwards.</param>
    /// <param name="scales">What is done with the inputs first; null for nothing.</param>
    public static DensePass Of(IEnumerable<DensePassLayer> layers, ColumnScales? scales) => new([.. layers], scales);

    /// <summary>Whether there is such a pass of a network.</summary>
    /// <param name="architecture">The network's.</param>
    /// <param name="weights">The numbers that it has learned.</param>
    public static bool IsOf(MultilayerPerceptronArchitecture architecture, long weights) =>
        !architecture.ReadsSparse && architecture.Table is null && DensePassLayer.Knows(architecture.HiddenActivation)
        && weights <= MostWeights;

    /// <inheritdoc/>
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
