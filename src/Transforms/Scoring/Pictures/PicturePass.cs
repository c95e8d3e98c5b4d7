using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The pass of one picture through a small convolutional network.</summary>
internal sealed class PicturePass : IRowPass
{
    // Past this many multiplications the arithmetic outweighs the way into torch, which shares it among threads.
    private const long MostMultiplications = 3_000_000;

    private readonly List<(PictureStage? Stage, Activation Function, float Slope)> _steps;

    private PicturePass(List<(PictureStage? Stage, Activation Function, float Slope)> steps, int outputSize)
    {
        _steps = steps;
        OutputSize = outputSize;
        BufferSize = steps.Max(step => step.Stage?.Outputs ?? 0);
    }

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <inheritdoc/>
    public int BufferSize { get; }

    /// <summary>Copies a network's weights; null if it is too large, or has a layer or function that is not computed here.</summary>
    public static PicturePass? Of(ConvolutionalNetwork network)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (plan, architecture) = (network.Plan, network.Plan.Architecture);
        var entry = new PictureEntry(
            architecture.Height * architecture.Width, architecture.Means ?? new float[architecture.Channels],
            architecture.Deviations ?? [.. Enumerable.Repeat(1f, architecture.Channels)]);
        var steps = new List<(PictureStage?, Activation, float)> { (entry, Activation.Identity, 1) };
        var multiplications = 0L;
        var lying = plan.Layers[0].Input; // a flattened picture still lies pixel by pixel
        for (var i = 0; i < plan.Layers.Count; i++)
        {
            var layer = plan.Layers[i];
            multiplications += layer.Layer is ConvolutionLayer
                ? layer.Parameters * layer.Output.Height * layer.Output.Width
                : layer.Parameters;
            if (multiplications > MostMultiplications)
                return null;
            if (layer.Layer is FlattenLayer or DropoutLayer or AuxiliaryHead)
                continue; // nothing happens when scoring
            if (StepOf(layer, lying, network, i) is not { } step)
                return null;
            steps.Add(step);
            lying = layer.Layer is ActivationLayer ? lying : layer.Output;
        }
        return new PicturePass(steps, plan.Layers[^1].Output.Count);
    }

    /// <inheritdoc/>
    public Span<float> Run(ReadOnlySpan<float> input, float[] first, float[] second)
    {
        var (from, into) = (second, first);
        var count = 0;
        foreach (var (stage, function, slope) in _steps)
        {
            if (stage is null)
            {
                DensePassLayer.Apply(function, slope, from.AsSpan(0, count));
                continue;
            }
            stage.Run(count == 0 ? input : from.AsSpan(0, count), into);
            (from, into, count) = (into, from, stage.Outputs);
        }
        return from.AsSpan(0, OutputSize);
    }

    private static (PictureStage?, Activation, float)? StepOf(PlannedLayer layer, LayerShape lying, ConvolutionalNetwork network, int at)
    {
        if (layer.Layer is ActivationLayer { Function: var function } activation)
            return DensePassLayer.Knows(function)
                ? (null, function, DensePassLayer.Parameter(function, activation.Slope, network.ModuleOf(at) as ParametricRectifier))
                : null;
        return StageOf(layer, lying, network, at) is { } stage ? (stage, Activation.Identity, 1) : null;
    }

    private static PictureStage? StageOf(PlannedLayer layer, LayerShape lying, ConvolutionalNetwork network, int at) => layer.Layer switch
    {
        ConvolutionLayer
        {
            Transposed: false, DepthwiseSeparable: false, Groups: 1, Dilation: 1, Connections: null,
            Padding.Kind: not PaddingKind.Circular
        } convolution => ConvolutionOf(convolution, layer, network, at),
        PoolingLayer { RoundUp: false } pooling => PoolingOf(pooling, layer),
        DenseLayer { Connections: null } dense => new DenseStage(
            Weights(network, at, "weight")!, Weights(network, at, "bias"), dense.Units, lying),
        BatchNormalizationLayer when lying.IsFlat == layer.Input.IsFlat => new ChannelScale(
            network.ModuleOf(at) is RowBatchNorm row ? row.Norm : (BatchNormalization)network.ModuleOf(at),
            layer.Input.IsFlat ? 1 : layer.Input.Height * layer.Input.Width),
        _ => null,
    };

    private static ConvolutionStage ConvolutionOf(ConvolutionLayer convolution, PlannedLayer layer, ConvolutionalNetwork network, int at)
    {
        var kernel = new ConvolutionStage.Size(convolution.KernelSize, convolution.KernelWidth ?? convolution.KernelSize);
        var rows = new Window(kernel.Height, convolution.Stride, convolution.Padding, Dilation: 1);
        var across = new Window(kernel.Width, convolution.Stride, convolution.Padding, Dilation: 1);
        return new ConvolutionStage(
            Weights(network, at, "weight")!, Weights(network, at, "bias"), layer.Input.Channels, SizeOf(layer.Input),
            SizeOf(layer.Output), kernel,
            new(convolution.Stride, convolution.Stride),
            (rows.PaddingOf(layer.Input.Height).Before, across.PaddingOf(layer.Input.Width).Before));
    }

    private static PoolingStage? PoolingOf(PoolingLayer pooling, PlannedLayer layer)
    {
        var (channels, input, output) = (layer.Input.Channels, SizeOf(layer.Input), SizeOf(layer.Output));
        return pooling.Pooling switch
        {
            PoolingKind.GlobalAverage or PoolingKind.GlobalMaximum =>
                new PoolingStage(channels, input, output, input, 1, 0, pooling.Pooling == PoolingKind.GlobalMaximum),
            PoolingKind.Average or PoolingKind.Maximum => new PoolingStage(
                channels, input, output, new(pooling.Size, pooling.Size), pooling.Stride ?? pooling.Size, pooling.Padding,
                pooling.Pooling == PoolingKind.Maximum),
            _ => null,
        };
    }

    private static ConvolutionStage.Size SizeOf(LayerShape shape) => new(shape.Height, shape.Width);

    private static float[]? Weights(ConvolutionalNetwork network, int layer, string name) =>
        network.ParametersOf(layer)
            .Where(p => p.Name.EndsWith(name, StringComparison.Ordinal)).Select(p => p.Parameter.ReadAll<float>()).SingleOrDefault();
}
